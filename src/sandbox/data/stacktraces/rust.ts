import { type Language, library } from './language.ts';

const modulePath = (file: string): string =>
  file
    .replace(/^src\//, '')
    .replace(/\.rs$/, '')
    .replaceAll('/', '::');

/** Rust. */
export const rust: Language = {
  platform: 'rust',
  sdk: { name: 'sentry.rust', version: '0.35.0' },
  runtime: { name: 'rustc', versions: ['1.83.0', '1.82.0'] },
  packages: { hyper: '1.5.1', tokio: '1.41.1', tower: '0.5.1', 'sentry-core': '0.35.0' },
  mechanisms: ['panic', 'generic'],
  errors: [
    {
      type: 'panic',
      value: 'called `Option::unwrap()` on a `None` value',
      line: '    let {field} = {noun}.{field}.unwrap();',
      inner: [library('core/src/option.rs', 'core::option::unwrap_failed', 1984)],
      level: 'fatal',
    },
    {
      type: 'panic',
      value:
        'called `Result::unwrap()` on an `Err` value: Os { code: 104, kind: ConnectionReset, message: "Connection reset by peer" }',
      line: '    stream.write_all(&frame).await.unwrap();',
      inner: [library('core/src/result.rs', 'core::result::unwrap_failed', 1654)],
      level: 'fatal',
    },
    {
      type: 'panic',
      value: 'index out of bounds: the len is {small2} but the index is {small}',
      line: '    let upstream = &{noun}s[slot];',
      inner: [library('core/src/panicking.rs', 'core::panicking::panic_bounds_check', 208)],
      level: 'fatal',
    },
    {
      type: 'panic',
      value: 'attempt to subtract with overflow',
      line: '    let left = limit - used;',
      inner: [library('core/src/panicking.rs', 'core::panicking::panic_const::panic_const_sub_overflow', 178)],
      level: 'fatal',
    },
    {
      type: 'panic',
      value: 'RefCell already borrowed',
      line: '    let mut {noun} = self.{noun}.borrow_mut();',
      inner: [library('core/src/cell.rs', 'core::cell::panic_already_borrowed', 789)],
      level: 'fatal',
    },
    {
      type: 'UpstreamError',
      value: 'no healthy upstream for {noun}',
      line: '        .ok_or_else(|| UpstreamError::none_for(name))?;',
      handled: true,
      cause: {
        type: 'ConnectError',
        value: 'tcp connect error: Connection refused (os error 111)',
        line: '    let connection = connector.call(uri).await?;',
        inner: [
          library(
            'hyper-util/src/client/legacy/connect/http.rs',
            'hyper_util::client::legacy::connect::http::connect',
            708,
          ),
        ],
        handled: true,
      },
    },
    {
      type: 'Elapsed',
      value: 'deadline has elapsed',
      line: '    timeout(budget, forward(request)).await??;',
      inner: [library('tokio/src/time/timeout.rs', 'tokio::time::timeout::Timeout::poll', 202)],
      handled: true,
      level: 'warning',
    },
    {
      type: 'ParseIntError',
      value: 'invalid digit found in string',
      line: '    let {field}: u32 = header.parse()?;',
      handled: true,
      level: 'warning',
    },
    {
      type: 'serde_json::Error',
      value: 'missing field `{field}` at line 1 column {n}',
      line: '    let {noun}: {Noun} = serde_json::from_slice(&body)?;',
      handled: true,
    },
    {
      type: 'PoisonError',
      value: 'poisoned lock: another task failed inside',
      line: '    let table = routes.lock()?;',
      handled: true,
    },
  ],
  entry: [
    library('std/src/rt.rs', 'std::rt::lang_start::{{closure}}', 205),
    library(
      'tokio/src/runtime/scheduler/multi_thread/worker.rs',
      'tokio::runtime::scheduler::multi_thread::worker::Context::run_task',
      596,
    ),
    library('tokio/src/runtime/task/harness.rs', 'tokio::runtime::task::harness::poll_future', 473),
    library('hyper/src/proto/h1/dispatch.rs', 'hyper::proto::h1::dispatch::Dispatcher<D,Bs,I,T>::poll_inner', 169),
    library('tower/src/util/oneshot.rs', 'tower::util::oneshot::Oneshot<S,Req>::poll', 97),
  ],
  calls: [
    '    let response = {callee}(request, &state).await?;',
    '    tokio::spawn(async move { {callee}(connection).await });',
    '        .and_then(|route| {callee}(route, &headers))',
  ],
  before: [
    [
      'pub async fn run(state: Arc<State>, request: Request) -> Result<Response> {',
      '    let headers = request.headers().clone();',
      '    let budget = state.limits.budget();',
      '    let span = tracing::Span::current();',
      '',
    ],
    [
      'impl Pool {',
      '    fn next(&mut self) -> Option<&Upstream> {',
      '        let slot = self.cursor % self.size;',
      '        self.cursor += 1;',
      '',
    ],
  ],
  after: [
    ['    span.record("status", response.status().as_u16());', '    Ok(response)', '}', '', '#[derive(Debug)]'],
    ['        self.healthy.get(slot)', '    }', '}', '', ''],
  ],
  locate: (place, slug) => ({
    function: `${slug.replaceAll('-', '_')}::${modulePath(place.file)}::${place.name}`,
    filename: place.file.slice(place.file.lastIndexOf('/') + 1),
    absPath: `/build/${slug}/${place.file}`,
    module: null,
    package: slug,
  }),
  locateLibrary: (frame) => ({
    function: frame.name,
    filename: frame.file.slice(frame.file.lastIndexOf('/') + 1),
    absPath: `/rustc/90b35a6/library/${frame.file}`,
    module: null,
  }),
  culprit: (place) => `${modulePath(place.file)}::${place.name}`,
};
