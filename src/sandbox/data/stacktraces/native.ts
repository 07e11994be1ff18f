import { type Language, type LibraryFrame, library } from './language.ts';

const base = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const locateLibrary = (frame: LibraryFrame): ReturnType<Language['locateLibrary']> => ({
  function: frame.name,
  filename: null,
  absPath: null,
  module: null,
  package: frame.file,
  symbol: frame.name,
});

/** C++ whose crashes come as minidumps. */
export const native: Language = {
  platform: 'native',
  sdk: { name: 'sentry.native', version: '0.7.15' },
  runtime: null,
  packages: {},
  mechanisms: ['minidump', 'signalhandler'],
  errors: [
    {
      type: 'SIGSEGV',
      value: 'Fatal Error: SIGSEGV /SEGV_MAPERR / 0x{short}',
      line: '  return {noun}->{field}.load();',
      level: 'fatal',
    },
    {
      type: 'SIGABRT',
      value: 'Fatal Error: SIGABRT',
      line: '  assert({noun} != nullptr);',
      inner: [
        library('/usr/lib/x86_64-linux-gnu/libc.so.6', 'abort', 79),
        library('/usr/lib/x86_64-linux-gnu/libc.so.6', 'raise', 51),
      ],
      level: 'fatal',
    },
    {
      type: 'EXCEPTION_ACCESS_VIOLATION_READ',
      value: 'Fatal Error: EXCEPTION_ACCESS_VIOLATION_READ / 0x{short}',
      line: '  memcpy(target, {noun}.data(), {noun}.size());',
      inner: [library('C:\\Windows\\System32\\vcruntime140.dll', 'memcpy', 0)],
      level: 'fatal',
    },
    {
      type: 'SIGBUS',
      value: 'Fatal Error: SIGBUS / BUS_ADRERR / 0x{short}',
      line: '  const auto header = *reinterpret_cast<const Header*>(mapped + offset);',
      level: 'fatal',
    },
    {
      type: 'std::bad_alloc',
      value: 'std::bad_alloc',
      line: '  buffer_.resize({noun}Count * kStride);',
      inner: [library('/usr/lib/x86_64-linux-gnu/libstdc++.so.6', 'operator new(unsigned long)', 0)],
      level: 'fatal',
    },
    {
      type: 'std::out_of_range',
      value: 'vector::_M_range_check: __n (which is {small}) >= this->size() (which is {small2})',
      line: '  const auto& item = {noun}s.at(index);',
      inner: [
        library('/usr/lib/x86_64-linux-gnu/libstdc++.so.6', 'std::__throw_out_of_range_fmt(char const*, ...)', 0),
      ],
      level: 'fatal',
    },
    { type: 'SIGFPE', value: 'Fatal Error: SIGFPE / FPE_INTDIV', line: '  return {field} / columns;', level: 'fatal' },
    { type: 'SIGILL', value: 'Fatal Error: SIGILL / ILL_ILLOPN', line: '  __builtin_unreachable();', level: 'fatal' },
  ],
  entry: [
    library('/usr/lib/x86_64-linux-gnu/libc.so.6', '__libc_start_main', 0),
    library('/opt/kiosk/bin/kiosk', 'main', 41),
    library('/usr/lib/x86_64-linux-gnu/libQt6Core.so.6', 'QEventLoop::exec(QFlags<QEventLoop::ProcessEventsFlag>)', 0),
    library('/usr/lib/x86_64-linux-gnu/libQt6Core.so.6', 'QCoreApplication::notifyInternal2(QObject*, QEvent*)', 0),
    library('/usr/lib/x86_64-linux-gnu/libQt6Widgets.so.6', 'QApplicationPrivate::notify_helper(QObject*, QEvent*)', 0),
  ],
  calls: [
    '  auto result = {callee}(context, flags);',
    '  for (auto& job : queue_) {callee}(job);',
    '  if (!{callee}(device_)) return Status::kFailed;',
  ],
  before: [
    [
      'Status Runner::step(Context& context) {',
      '  std::lock_guard<std::mutex> guard(mutex_);',
      '  const auto flags = context.flags();',
      '  trace_.begin("step");',
      '',
    ],
    [
      'namespace {',
      'constexpr size_t kStride = 64;',
      '}  // namespace',
      '',
      'size_t measure(const Page& page, size_t index) {',
    ],
  ],
  after: [
    ['  trace_.end();', '  return Status::kDone;', '}', '', 'void Runner::stop() {'],
    ['}', '', 'void flush(Device& device) {', '  device.write(kFooter);', '}'],
  ],
  locate: (place) => ({
    function: place.name,
    rawFunction: `${place.name}(Context&, unsigned int)`,
    symbol: `_ZN5acme${place.name.length}${place.name.replaceAll('::', '')}ERNS_7ContextEj`,
    filename: base(place.file),
    absPath: `/builds/src/${place.file}`,
    module: null,
    package: '/opt/kiosk/bin/kiosk',
  }),
  locateLibrary,
  culprit: (place) => place.name,
};

/** Swift on iOS. */
export const swift: Language = {
  ...native,
  platform: 'cocoa',
  sdk: { name: 'sentry.cocoa', version: '8.41.0' },
  packages: { 'cocoapods:getsentry/sentry.cocoa': '8.41.0' },
  mechanisms: ['mach', 'NSError'],
  errors: [
    {
      type: 'EXC_BREAKPOINT',
      value:
        'Fatal error: Unexpectedly found nil while unwrapping an Optional value > ShopApp/{Noun}ViewModel.swift:{small}',
      line: '        let {field} = {noun}.{field}!',
      inner: [library('/usr/lib/swift/libswiftCore.dylib', '_assertionFailure(_:_:file:line:flags:)', 0)],
      level: 'fatal',
    },
    {
      type: 'EXC_BAD_ACCESS',
      value: 'KERN_INVALID_ADDRESS at 0x{short} > Attempted to dereference garbage pointer at 0x{short}.',
      line: '        delegate.{noun}DidChange(self)',
      inner: [library('/usr/lib/libobjc.A.dylib', 'objc_msgSend', 0)],
      level: 'fatal',
    },
    {
      type: 'NSInvalidArgumentException',
      value: '-[__NSCFString {field}]: unrecognized selector sent to instance 0x{short}',
      line: '        let value = (raw as AnyObject).perform(#selector({field}))',
      inner: [
        library('/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation', '__exceptionPreprocess', 0),
      ],
      level: 'fatal',
    },
    {
      type: 'EXC_CRASH',
      value: 'Fatal error: Index out of range > Swift/ContiguousArrayBuffer.swift:600',
      line: '        let selected = {noun}s[indexPath.row]',
      inner: [
        library(
          '/usr/lib/swift/libswiftCore.dylib',
          '_ContiguousArrayBuffer._checkInoutAndNativeTypeCheckedBounds(_:wasNativeTypeChecked:)',
          0,
        ),
      ],
      level: 'fatal',
    },
    {
      type: 'App Hanging',
      value: 'App hanging for at least 2000 ms.',
      line: '        semaphore.wait()',
      inner: [library('/usr/lib/system/libsystem_kernel.dylib', 'semaphore_wait_trap', 0)],
    },
    {
      type: 'WatchdogTermination',
      value: 'The OS watchdog terminated your app, possibly because it overused RAM.',
      line: '        cache.warm({noun}s)',
      level: 'fatal',
    },
    {
      type: 'NSURLErrorDomain',
      value: 'The request timed out. (Code: -1001)',
      line: '        let (data, _) = try await session.data(for: request)',
      handled: true,
      level: 'warning',
    },
    {
      type: 'DecodingError',
      value: "keyNotFound: No value associated with key '{field}' in {Noun}.",
      line: '        return try decoder.decode({Noun}.self, from: data)',
      handled: true,
    },
    {
      type: 'NSInternalInconsistencyException',
      value:
        'Invalid update: invalid number of rows in section 0. The number of rows after the update ({small}) must equal the number before ({small2}).',
      line: '        tableView.performBatchUpdates(apply)',
      inner: [
        library(
          '/System/Library/PrivateFrameworks/UIKitCore.framework/UIKitCore',
          '-[UITableView _endCellAnimationsWithContext:]',
          0,
        ),
      ],
      level: 'fatal',
    },
    {
      type: 'SKErrorDomain',
      value: 'Payment was cancelled by the user. (Code: 2)',
      line: '        try await store.purchase({noun})',
      handled: true,
      level: 'info',
    },
  ],
  entry: [
    library('/usr/lib/dyld', 'start', 0),
    library('/private/var/containers/Bundle/Application/ShopApp.app/ShopApp', 'main', 0),
    library('/System/Library/PrivateFrameworks/UIKitCore.framework/UIKitCore', 'UIApplicationMain', 0),
    library('/System/Library/PrivateFrameworks/GraphicsServices.framework/GraphicsServices', 'GSEventRunModal', 0),
    library('/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation', 'CFRunLoopRunSpecific', 0),
    library('/usr/lib/system/libdispatch.dylib', '_dispatch_main_queue_drain', 0),
    library('/usr/lib/swift/libswift_Concurrency.dylib', 'swift_job_runImpl(swift::Job*, swift::ExecutorRef)', 0),
  ],
  calls: [
    '        let result = try await {callee}(for: request)',
    '        Task { await {callee}(id) }',
    '        items.forEach { {callee}($0) }',
  ],
  before: [
    [
      '    @MainActor',
      '    func refresh() async throws {',
      '        let request = Request(id: id)',
      '        state = .loading',
      '',
    ],
    [
      '    override func viewDidLoad() {',
      '        super.viewDidLoad()',
      '        let items = store.items',
      '        title = String(localized: "title")',
      '',
    ],
  ],
  after: [
    ['        state = .ready', '    }', '', '    func cancel() {', '        task?.cancel()'],
    ['        view.setNeedsLayout()', '    }', '}', '', ''],
  ],
  locate: (place) => ({
    function: `${base(place.file).replace('.swift', '')}.${place.name}`,
    rawFunction: `$s7ShopApp${place.name.length}${place.name.replace(/\W/g, '')}yyYaKF`,
    symbol: `$s7ShopApp${place.name.length}${place.name.replace(/\W/g, '')}yyYaKF`,
    filename: base(place.file),
    absPath: `/Users/ci/build/${place.file}`,
    module: null,
    package: '/private/var/containers/Bundle/Application/ShopApp.app/ShopApp',
  }),
  culprit: (place) => `${base(place.file).replace('.swift', '')}.${place.name}`,
};
