import { type Language, library } from './language.ts';

const react = 'react-dom/cjs/react-dom.production.min.js';

/** Browser code: React by default; bundled, so that events hold a minified trace too. */
export const javascript: Language = {
  platform: 'javascript',
  sdk: { name: 'sentry.javascript.react', version: '8.42.0' },
  runtime: null,
  packages: {},
  mechanisms: ['onunhandledrejection', 'generic'],
  errors: [
    {
      type: 'TypeError',
      value: "Cannot read properties of undefined (reading '{field}')",
      line: '  const {field} = response.{noun}.{field};',
    },
    {
      type: 'TypeError',
      value: '{noun}.map is not a function',
      line: '  return {noun}.map((item) => <Row key={item.id} item={item} />);',
    },
    {
      type: 'ReferenceError',
      value: '{field} is not defined',
      line: '  if ({field} > limits.{noun}) notify({field});',
    },
    {
      type: 'ChunkLoadError',
      value: 'Loading chunk {n} failed.\n(error: https://cdn.example.com/static/js/{n}.{short}.chunk.js)',
      line: "  const page = await import('./pages/{noun}');",
      inner: [library('webpack/runtime/jsonp chunk loading', '__webpack_require__.f.j', 27, 'reject(error);')],
      level: 'warning',
    },
    {
      type: 'RangeError',
      value: 'Maximum call stack size exceeded',
      line: '  return normalise(normalise({noun}));',
      level: 'fatal',
    },
    { type: 'TypeError', value: 'Failed to fetch', line: '  const response = await fetch(`/api/{noun}s/${id}`);' },
    {
      type: 'AxiosError',
      value: 'Request failed with status code {status}',
      line: "  const { data } = await client.post('/api/{noun}s', body);",
      inner: [
        library('axios/lib/core/settle.js', 'settle', 19, 'reject(new AxiosError('),
        library('axios/lib/adapters/xhr.js', 'XMLHttpRequest.onloadend', 59, 'settle(function _resolve(value) {'),
      ],
      handled: true,
    },
    {
      type: 'QuotaExceededError',
      value: "Failed to execute 'setItem' on 'Storage': Setting the value of '{noun}' exceeded the quota.",
      line: "  localStorage.setItem('{noun}', JSON.stringify(state));",
      handled: true,
      level: 'warning',
    },
    {
      type: 'SyntaxError',
      value: `Unexpected token '<', "<!DOCTYPE "... is not valid JSON`,
      line: '  const {noun} = JSON.parse(text);',
      inner: [library('<anonymous>', 'JSON.parse', 0)],
    },
    {
      type: 'NotFoundError',
      value: "Failed to execute 'removeChild' on 'Node': The node to be removed is not a child of this node.",
      line: '  host.current.removeChild(node);',
      inner: [library(react, 'commitDeletionEffectsOnFiber', 276)],
    },
    {
      type: 'Error',
      value: 'Minified React error #{n}; visit https://react.dev/errors/{n} for the full message.',
      line: '  const [{noun}, set{Noun}] = useState(initial);',
      inner: [library(react, 'renderWithHooks', 163)],
    },
    {
      type: 'AbortError',
      value: 'The user aborted a request.',
      line: '  await fetch(url, { signal: controller.signal });',
      handled: true,
      level: 'info',
    },
    {
      type: 'CheckoutStateError',
      value: 'Cannot go from "{field}" to "{noun}"',
      line: '  if (!allowed(from, to)) throw new CheckoutStateError(from, to);',
      cause: {
        type: 'TypeError',
        value: "Cannot destructure property '{field}' of 'undefined' as it is undefined.",
        line: '  const { {field} } = selectStep(state);',
      },
    },
    {
      type: 'UnhandledRejection',
      value: 'Non-Error promise rejection captured with value: Timeout',
      line: "  await Promise.race([load('{noun}'), timeout(8000)]);",
    },
  ],
  entry: [
    library(react, 'dispatchEvent', 117),
    library(react, 'batchedUpdates$1', 123),
    library(react, 'performSyncWorkOnRoot', 283),
    library(react, 'renderRootSync', 280),
    library(react, 'workLoopSync', 279),
    library(react, 'performUnitOfWork', 278),
    library(react, 'beginWork', 258),
    library(
      '@sentry/browser/build/npm/esm/helpers.js',
      'sentryWrapped',
      84,
      'return fn.apply(this, wrappedArguments);',
    ),
  ],
  calls: [
    '  const result = {callee}(props, store.getState());',
    '  return useMemo(() => {callee}(items, currency), [items, currency]);',
    '  dispatch(await {callee}(payload));',
    '  const view = {callee}({ ...props, locale });',
  ],
  before: [
    [
      'export function useSelection(props: Props) {',
      '  const store = useStore();',
      '  const { locale, currency } = useSettings();',
      '  const items = useItems(props.id);',
      '',
    ],
    [
      'type Props = { id: string; onDone: () => void };',
      '',
      'export async function submit(payload: Payload) {',
      "  track('submit', payload.id);",
      '  const controller = new AbortController();',
    ],
    [
      "import { formatMoney } from '../format/money';",
      '',
      'const limits = readLimits();',
      '',
      'export const load = async (id: string) => {',
    ],
  ],
  after: [
    [
      '',
      '  if (!items.length) return <Empty />;',
      '  return (',
      '    <section aria-label={title}>',
      '      <Summary />',
    ],
    ['  props.onDone();', '  return { ok: true };', '}', '', 'export default submit;'],
    ['  store.commit();', '};', '', 'export function reset() {', '  store.dispatch({ type: "reset" });'],
  ],
  locate: (place, slug) => ({
    function: place.name,
    filename: `./${place.file}`,
    absPath: `webpack://${slug}/./${place.file}`,
    module: place.file.replace(/\.[jt]sx?$/, ''),
  }),
  locateLibrary: (frame) => ({
    function: frame.name,
    filename: `./node_modules/${frame.file}`,
    absPath: `webpack:///./node_modules/${frame.file}`,
    module: `node_modules/${frame.file}`.replace(/\.js$/, ''),
  }),
  culprit: (place) => `${place.name}(${place.file.replace(/\.[jt]sx?$/, '')})`,
};

/** Browser and server code of Next.js. */
export const nextjs: Language = {
  ...javascript,
  sdk: { name: 'sentry.javascript.nextjs', version: '8.42.0' },
  mechanisms: ['onerror', 'instrument'],
};
