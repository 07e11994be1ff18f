import { type Language, type LibraryFrame, library } from './language.ts';

const djangoBackend: LibraryFrame[] = [
  library('django/db/models/query.py', 'update', 1253, 'rows = query.get_compiler(self.db).execute_sql(ROW_COUNT)'),
  library('django/db/models/sql/compiler.py', 'execute_sql', 1574, 'cursor.execute(sql, params)'),
  library('django/db/backends/utils.py', '_execute', 105, 'return self.cursor.execute(sql, params)'),
];

const modulePath = (file: string): string => file.replace(/\.py$/, '').replaceAll('/', '.');

/** Plain Python. */
export const python: Language = {
  platform: 'python',
  sdk: { name: 'sentry.python', version: '2.19.0' },
  runtime: { name: 'CPython', versions: ['3.12.7', '3.11.10', '3.12.8'] },
  packages: {
    numpy: '2.1.3',
    pandas: '2.2.3',
    redis: '5.2.0',
    requests: '2.32.3',
    urllib3: '2.2.3',
    pydantic: '2.10.2',
  },
  mechanisms: ['excepthook', 'logging'],
  errors: [
    {
      type: 'OperationalError',
      module: 'django.db.utils',
      value:
        'deadlock detected\nDETAIL:  Process {n} waits for ShareLock on transaction {id}; blocked by process {n2}.',
      line: '        {noun}.objects.filter(pk=pk).update({field}=value)',
      inner: djangoBackend,
      cause: {
        type: 'DeadlockDetected',
        module: 'psycopg2.errors',
        value:
          'deadlock detected\nDETAIL:  Process {n} waits for ShareLock on transaction {id}; blocked by process {n2}.',
        line: '        {noun}.objects.filter(pk=pk).update({field}=value)',
        inner: djangoBackend,
      },
    },
    { type: 'KeyError', value: "'{field}'", line: "    {field} = payload['{field}']" },
    {
      type: 'AttributeError',
      value: "'NoneType' object has no attribute '{field}'",
      line: '    return {noun}.{field}',
    },
    {
      type: 'IntegrityError',
      module: 'django.db.utils',
      value:
        'duplicate key value violates unique constraint "{noun}s_{field}_key"\nDETAIL:  Key ({field})=({id}) already exists.',
      line: '    row = {Noun}.objects.create(**fields)',
      inner: djangoBackend,
    },
    {
      type: 'ConnectionError',
      module: 'requests.exceptions',
      value: "HTTPSConnectionPool(host='api.provider.example', port=443): Max retries exceeded with url: /v2/{noun}s",
      line: "    response = session.post(f'{base}/v2/{noun}s', json=body, timeout=10)",
      inner: [
        library('requests/sessions.py', 'request', 589, 'resp = self.send(prep, **send_kwargs)'),
        library('requests/adapters.py', 'send', 700, 'raise ConnectionError(e, request=request)'),
      ],
      cause: {
        type: 'MaxRetryError',
        module: 'urllib3.exceptions',
        value:
          "HTTPSConnectionPool(host='api.provider.example', port=443): Max retries exceeded with url: /v2/{noun}s (Caused by NewConnectionError)",
        line: "    response = session.post(f'{base}/v2/{noun}s', json=body, timeout=10)",
        inner: [
          library('urllib3/connectionpool.py', 'urlopen', 843, 'retries = retries.increment('),
          library('urllib3/util/retry.py', 'increment', 519, 'raise MaxRetryError(_pool, url, reason) from reason'),
        ],
        cause: {
          type: 'ConnectionRefusedError',
          value: '[Errno 111] Connection refused',
          line: "    response = session.post(f'{base}/v2/{noun}s', json=body, timeout=10)",
          inner: [
            library('urllib3/connection.py', '_new_conn', 199, 'sock = connection.create_connection('),
            library('urllib3/util/connection.py', 'create_connection', 73, 'sock.connect(sa)'),
          ],
        },
      },
    },
    {
      type: 'ValueError',
      value: "invalid literal for int() with base 10: '{id}-{short}'",
      line: '    number = int(raw)',
    },
    { type: 'ZeroDivisionError', value: 'division by zero', line: '    rate = {field} / len({noun}s)' },
    {
      type: 'TypeError',
      value: "unsupported operand type(s) for +: 'NoneType' and 'Decimal'",
      line: '    total = {noun}.{field} + fee',
    },
    {
      type: 'DoesNotExist',
      value: '{Noun} matching query does not exist.',
      line: '    {noun} = {Noun}.objects.get(pk={noun}_id)',
      inner: [library('django/db/models/query.py', 'get', 649, 'raise self.model.DoesNotExist(')],
    },
    {
      type: 'PermissionDenied',
      module: 'django.core.exceptions',
      value: '{Noun} {n} belongs to another account',
      line: '        raise PermissionDenied(message)',
      handled: true,
      level: 'warning',
    },
    {
      type: 'ReadTimeout',
      module: 'requests.exceptions',
      value: "HTTPSConnectionPool(host='ledger.internal.example', port=443): Read timed out. (read timeout={small})",
      line: '    answer = ledger.post(entry, timeout=timeout)',
      handled: true,
    },
    {
      type: 'UnicodeDecodeError',
      value: "'utf-8' codec can't decode byte 0xe9 in position {small}: invalid continuation byte",
      line: "    text = raw.decode('utf-8')",
    },
    {
      type: 'LockError',
      module: 'redis.exceptions',
      value: "Cannot release a lock that's no longer owned",
      line: '        lock.release()',
      inner: [library('redis/lock.py', 'do_release', 284, 'raise LockNotOwnedError(')],
    },
    {
      type: 'MemoryError',
      value: 'Unable to allocate {small}.{small2} GiB for an array with shape ({n}, {n2}) and data type float64',
      line: '    scores = np.zeros((users, items))',
      level: 'fatal',
    },
    {
      type: 'RecursionError',
      value: 'maximum recursion depth exceeded while calling a Python object',
      line: '    return flatten(flatten(node))',
    },
  ],
  entry: [
    library('runpy.py', '_run_module_as_main', 198, 'return _run_code(code, main_globals, None,'),
    library('runpy.py', '_run_code', 88, 'exec(code, run_globals)'),
    library('concurrent/futures/thread.py', 'run', 58, 'result = self.fn(*self.args, **self.kwargs)'),
  ],
  calls: [
    '    result = {callee}(request, **options)',
    '        return {callee}(order, retries=retries)',
    '        {callee}(pk, value)',
    '    totals = {callee}(lines, currency=currency)',
  ],
  before: [
    [
      '@transaction.atomic',
      'def run(request, order_id, **options):',
      '    order = load(order_id)',
      '    currency = order.currency',
      '    logger.debug("run", extra={"order": order_id})',
    ],
    [
      'class Step:',
      '    retries = 3',
      '',
      '    def apply(self, order, value):',
      '        """Applies one step and returns what changed."""',
    ],
    ['def summarise(lines, currency):', '    fee = fee_for(currency)', '    if not lines:', '        return None', ''],
  ],
  after: [
    ['    audit(order, result)', '    return JsonResponse(result)', '', '', 'def load(order_id):'],
    [
      '        self.save()',
      '        return value',
      '',
      '    def undo(self, order):',
      '        order.steps.remove(self)',
    ],
    ['    return total.quantize(CENT)', '', '', 'CENT = Decimal("0.01")', ''],
  ],
  locate: (place) => ({
    function: place.name,
    filename: place.file,
    absPath: `/srv/app/${place.file}`,
    module: modulePath(place.file),
  }),
  locateLibrary: (frame) => ({
    function: frame.name,
    filename: frame.file,
    absPath: `/usr/local/lib/python3.12/site-packages/${frame.file}`,
    module: modulePath(frame.file),
  }),
  culprit: (place) => `${modulePath(place.file)} in ${place.name}`,
};

/** Python behind Django. */
export const django: Language = {
  ...python,
  sdk: { name: 'sentry.python.django', version: '2.19.0' },
  packages: {
    ...python.packages,
    django: '5.1.3',
    djangorestframework: '3.15.2',
    psycopg2: '2.9.10',
    gunicorn: '23.0.0',
  },
  mechanisms: ['django', 'logging'],
  entry: [
    library('gunicorn/workers/sync.py', 'handle_request', 177, 'respiter = self.wsgi(environ, resp.start_response)'),
    library('django/core/handlers/exception.py', 'inner', 55, 'response = get_response(request)'),
    library(
      'django/core/handlers/base.py',
      '_get_response',
      197,
      'response = wrapped_callback(request, *callback_args, **callback_kwargs)',
    ),
    library('django/views/decorators/csrf.py', '_view_wrapper', 65, 'return view_func(request, *args, **kwargs)'),
    library('rest_framework/views.py', 'dispatch', 509, 'response = handler(request, *args, **kwargs)'),
    library('rest_framework/decorators.py', 'handler', 50, 'return func(*args, **kwargs)'),
  ],
};

/** Python in a Celery worker. */
export const celery: Language = {
  ...python,
  sdk: { name: 'sentry.python.celery', version: '2.19.0' },
  packages: { ...python.packages, celery: '5.4.0', kombu: '5.4.2', sqlalchemy: '2.0.36' },
  mechanisms: ['celery', 'logging'],
  entry: [
    library('billiard/pool.py', 'workloop', 362, 'result = (True, prepare_result(fun(*args, **kwargs)))'),
    library('celery/app/trace.py', 'trace_task', 453, 'R = retval = fun(*args, **kwargs)'),
    library('sentry_sdk/utils.py', 'runner', 1742, 'return sentry_patched_function(*args, **kwargs)'),
    library('celery/app/autoretry.py', 'run', 38, 'return task._orig_run(*args, **kwargs)'),
  ],
};

/** Python behind FastAPI. */
export const fastapi: Language = {
  ...python,
  sdk: { name: 'sentry.python.fastapi', version: '2.19.0' },
  packages: { ...python.packages, fastapi: '0.115.5', starlette: '0.41.3', uvicorn: '0.32.1' },
  mechanisms: ['starlette', 'logging'],
  entry: [
    library(
      'uvicorn/protocols/http/httptools_impl.py',
      'run_asgi',
      401,
      'result = await app(self.scope, self.receive, self.send)',
    ),
    library('starlette/middleware/errors.py', '__call__', 165, 'await self.app(scope, receive, _send)'),
    library('starlette/routing.py', 'app', 73, 'response = await f(request)'),
    library('fastapi/routing.py', 'run_endpoint_function', 212, 'return await dependant.call(**values)'),
  ],
};
