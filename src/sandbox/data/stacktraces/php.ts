import { type Language, library } from './language.ts';

const className = (file: string): string =>
  file
    .replace(/^app\//, 'App\\')
    .replace(/\.php$/, '')
    .replaceAll('/', '\\');

/** PHP with Laravel. */
export const php: Language = {
  platform: 'php',
  sdk: { name: 'sentry.php.laravel', version: '4.10.1' },
  runtime: { name: 'php', versions: ['8.3.14', '8.2.26'] },
  packages: {
    'laravel/framework': '11.34.2',
    'sentry/sentry-laravel': '4.10.1',
    'guzzlehttp/guzzle': '7.9.2',
    'doctrine/dbal': '4.2.1',
  },
  mechanisms: ['generic', 'generic'],
  errors: [
    { type: 'ErrorException', value: 'Undefined array key "{field}"', line: "        $value = $row['{field}'];" },
    {
      type: 'ErrorException',
      value: 'Attempt to read property "{field}" on null',
      line: '        return $this->{noun}->{field};',
    },
    {
      type: 'Illuminate\\Database\\QueryException',
      value:
        'SQLSTATE[HY000] [2002] Connection refused (Connection: mysql, SQL: select * from `{noun}s` where `{field}` = {n} limit 1)',
      line: "        return {Noun}::where('{field}', $value)->first();",
      inner: [
        library(
          'laravel/framework/src/Illuminate/Database/Connection.php',
          'Illuminate\\Database\\Connection::runQueryCallback',
          825,
          'throw new QueryException(',
        ),
      ],
      cause: {
        type: 'PDOException',
        value: 'SQLSTATE[HY000] [2002] Connection refused',
        line: "        return {Noun}::where('{field}', $value)->first();",
        inner: [
          library(
            'laravel/framework/src/Illuminate/Database/Connectors/Connector.php',
            'PDO::__construct',
            66,
            'return new PDO($dsn, $username, $password, $options);',
          ),
        ],
      },
    },
    {
      type: 'TypeError',
      value: 'App\\Models\\{Noun}::set{Field}(): Argument #1 ($value) must be of type int, string given',
      line: '        ${noun}->set{Field}($input);',
    },
    {
      type: 'Illuminate\\Session\\TokenMismatchException',
      value: 'CSRF token mismatch.',
      line: '        $this->validateToken($request);',
      handled: true,
      level: 'warning',
    },
    {
      type: 'Symfony\\Component\\HttpKernel\\Exception\\NotFoundHttpException',
      value: 'The route admin/{noun}s/{n} could not be found.',
      line: '        abort_unless(${noun}, 404);',
      handled: true,
      level: 'info',
    },
    {
      type: 'Error',
      value: 'Call to a member function format() on null',
      line: "        return $this->{field}->format('Y-m-d');",
    },
    { type: 'DivisionByZeroError', value: 'Division by zero', line: '        $share = ${field} / count(${noun}s);' },
    {
      type: 'Error',
      value: 'Allowed memory size of 134217728 bytes exhausted (tried to allocate {n} bytes)',
      line: '        $rows = {Noun}::all()->toArray();',
      level: 'fatal',
    },
    {
      type: 'Illuminate\\Contracts\\Filesystem\\FileNotFoundException',
      value: 'File does not exist at path exports/{noun}-{n}.csv.',
      line: '        $file = Storage::get($path);',
      handled: true,
    },
  ],
  entry: [
    library('../public/index.php', '', 17, '$kernel->handle(Request::capture());'),
    library(
      'laravel/framework/src/Illuminate/Foundation/Http/Kernel.php',
      'Illuminate\\Foundation\\Http\\Kernel::handle',
      145,
      'response = $this->sendRequestThroughRouter($request);',
    ),
    library(
      'laravel/framework/src/Illuminate/Pipeline/Pipeline.php',
      'Illuminate\\Pipeline\\Pipeline::then',
      119,
      'return $pipeline($this->passable);',
    ),
    library(
      'laravel/framework/src/Illuminate/Routing/Router.php',
      'Illuminate\\Routing\\Router::dispatchToRoute',
      750,
      'return $this->runRoute($request, $this->findRoute($request));',
    ),
    library(
      'laravel/framework/src/Illuminate/Routing/ControllerDispatcher.php',
      'Illuminate\\Routing\\ControllerDispatcher::dispatch',
      46,
      'return $controller->{$method}(...array_values($parameters));',
    ),
  ],
  calls: [
    '        $result = $this->{callee}($request, $options);',
    '        return DB::transaction(fn () => $this->{callee}($id));',
    '        foreach ($items as $item) { $this->{callee}($item); }',
  ],
  before: [
    [
      '    public function run(Request $request, int $id): Response',
      '    {',
      '        $options = config("admin.options");',
      '        $this->authorize("edit", $id);',
      '',
    ],
    [
      '    /** @param list<Item> $items */',
      '    private function each(array $items): void',
      '    {',
      '        Log::debug("each", ["count" => count($items)]);',
      '',
    ],
  ],
  after: [
    ['', '        return response()->json($result);', '    }', '', '    private function options(): array'],
    ['    }', '}', '', '', ''],
  ],
  locate: (place) => ({
    function: `${className(place.file)}::${place.name}`,
    filename: `/${place.file}`,
    absPath: `/var/www/html/${place.file}`,
    module: className(place.file),
  }),
  locateLibrary: (frame) => ({
    function: frame.name || null,
    filename: `/vendor/${frame.file}`,
    absPath: `/var/www/html/vendor/${frame.file}`,
    module: null,
  }),
  culprit: (place) => `${className(place.file)}::${place.name}`,
};
