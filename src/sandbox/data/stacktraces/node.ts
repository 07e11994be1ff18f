import { type Language, library } from './language.ts';

/** Server code on Node with Express. */
export const node: Language = {
  platform: 'node',
  sdk: { name: 'sentry.javascript.node', version: '8.42.0' },
  runtime: { name: 'node', versions: ['v20.18.1', 'v20.17.0', 'v22.11.0'] },
  packages: { express: '4.21.1', pg: '8.13.1', ioredis: '5.4.1', axios: '1.7.9', zod: '3.23.8', bullmq: '5.34.0' },
  mechanisms: ['middleware', 'generic'],
  errors: [
    {
      type: 'TypeError',
      value: "Cannot read properties of undefined (reading '{field}')",
      line: '  const amount = {noun}.totals.{field};',
    },
    {
      type: 'Error',
      value: 'connect ECONNREFUSED 10.0.{octet}.{octet2}:5432',
      line: "  const { rows } = await pool.query('SELECT * FROM {noun}s WHERE id = $1', [id]);",
      inner: [
        library('pg-pool/index.js', 'Pool.query', 45, 'client.query(text, values, callback)'),
        library('net.js', 'TCPConnectWrap.afterConnect [as oncomplete]', 1555),
      ],
    },
    {
      type: 'ZodError',
      value: '[{"code":"invalid_type","expected":"string","received":"undefined","path":["{field}"]}]',
      line: '  const input = {noun}Schema.parse(request.body);',
      inner: [library('zod/lib/types.js', 'ZodObject.parse', 216, 'throw result.error;')],
      handled: true,
      level: 'warning',
    },
    {
      type: 'StripeCardError',
      value: 'Your card was declined.',
      line: '  const intent = await provider.paymentIntents.confirm({noun}.intentId);',
      inner: [library('stripe/cjs/RequestSender.js', 'RequestSender._jsonResponseHandler', 117, 'throw err;')],
      handled: true,
      level: 'warning',
    },
    {
      type: 'ProviderUnavailableError',
      value: 'Provider answered {status} after 3 attempts',
      line: '    throw new ProviderUnavailableError(status, attempts);',
      cause: {
        type: 'AxiosError',
        value: 'timeout of {ms}ms exceeded',
        line: '    const response = await client.post(url, body, { timeout });',
        inner: [
          library('axios/lib/core/dispatchRequest.js', 'dispatchRequest', 51, 'return adapter(config).then('),
          library(
            'axios/lib/adapters/http.js',
            'RedirectableRequest.handleRequestTimeout',
            660,
            'reject(new AxiosError(',
          ),
        ],
      },
    },
    {
      type: 'ReplyError',
      value: 'BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.',
      line: "  await redis.eval(lockScript, 1, '{noun}:lock', token);",
      inner: [library('redis-parser/lib/parser.js', 'parseError', 179)],
    },
    {
      type: 'JsonWebTokenError',
      value: 'jwt malformed',
      line: '  const session = jwt.verify(token, publicKey);',
      inner: [library('jsonwebtoken/verify.js', 'module.exports [as verify]', 71)],
      handled: true,
      level: 'info',
    },
    {
      type: 'error',
      value: 'duplicate key value violates unique constraint "{noun}s_{field}_key"',
      line: "  await trx('{noun}s').insert(row);",
      inner: [
        library('knex/lib/execution/transaction.js', 'trxClient.query', 414),
        library('pg-protocol/dist/parser.js', 'Parser.parseErrorMessage', 287),
      ],
    },
    {
      type: 'RangeError',
      value: 'Invalid currency code : {field}',
      line: '  return new Intl.NumberFormat(locale, { style, currency }).format(amount);',
    },
    {
      type: 'Error',
      value: 'socket hang up',
      line: '  await upstream.send({noun});',
      inner: [library('node:_http_client', 'Socket.socketOnEnd', 524)],
    },
    {
      type: 'TimeoutError',
      value: 'Lock for {noun} {n} was not released within {ms} ms',
      line: '  const lock = await acquire(`{noun}:${id}`, { timeout });',
    },
    {
      type: 'AssertionError',
      value: 'Expected {field} to be a multiple of the smallest unit',
      line: '  assert(Number.isInteger(amount), `Expected ${name} to be a multiple of the smallest unit`);',
    },
    {
      type: 'SyntaxError',
      value: 'Unexpected end of JSON input',
      line: '  const message = JSON.parse(body);',
      inner: [library('<anonymous>', 'JSON.parse', 0)],
    },
  ],
  entry: [
    library('node:internal/process/task_queues', 'processTicksAndRejections', 95),
    library('express/lib/router/index.js', 'next', 280, 'layer.handle_request(req, res, next);'),
    library('express/lib/router/layer.js', 'Layer.handle [as handle_request]', 95, 'fn(req, res, next);'),
    library('express/lib/router/route.js', 'Route.dispatch', 119, 'next();'),
    library('express/lib/router/layer.js', 'Layer.handle [as handle_request]', 95, 'fn(req, res, next);'),
    library('express-async-errors/index.js', 'newFn', 16, 'const ret = fn.apply(this, args);'),
  ],
  calls: [
    '  const result = await {callee}(request.params.id, options);',
    '  return withTransaction((trx) => {callee}(trx, input));',
    '  const totals = {callee}(order.lines, order.currency);',
    '    await {callee}({ ...context, attempt });',
  ],
  before: [
    [
      'export async function run(request: Request, options: Options) {',
      '  const log = request.log.child({ route: request.route.path });',
      '  const started = performance.now();',
      '  const { id, currency } = request.params;',
      '',
    ],
    [
      'async function once(input: Input, context: Context) {',
      '  for (let attempt = 1; attempt <= 3; attempt++) {',
      '    const timeout = budget(attempt);',
      '    const body = serialise(input);',
      '    span.setAttribute("attempt", attempt);',
    ],
    [
      "import { budget } from '../limits.js';",
      '',
      '/** Works on one row at a time; rows are locked by the caller. */',
      'export const apply = async (trx: Transaction, row: Row) => {',
      '  metrics.increment("apply");',
    ],
  ],
  after: [
    [
      "  log.info({ id }, 'done');",
      '  metrics.timing("run", performance.now() - started);',
      '  return result;',
      '}',
      '',
    ],
    ['    if (response.ok) return response;', '  }', '  throw new Error("unreachable");', '}', ''],
    ['  await audit.write(row.id);', '  return row;', '};', '', 'export default apply;'],
  ],
  locate: (place) => ({
    function: place.name,
    filename: `/app/${place.file}`,
    absPath: `/app/${place.file}`,
    module: place.file
      .replace(/^src\//, '')
      .replace(/\.[jt]s$/, '')
      .replaceAll('/', '.'),
  }),
  locateLibrary: (frame) => {
    const path = frame.file.startsWith('node:') ? frame.file : `/app/node_modules/${frame.file}`;
    return {
      function: frame.name,
      filename: path,
      absPath: path,
      module: frame.file.replace(/\.js$/, '').replaceAll('/', '.'),
    };
  },
  culprit: (place) => `${place.name}(${place.file.replace(/\.[jt]s$/, '')})`,
};
