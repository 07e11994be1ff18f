import { type Language, type LibraryFrame, library, type Place } from './language.ts';

const className = (file: string): string => file.slice(file.lastIndexOf('.') + 1);

const locateLibrary = (frame: LibraryFrame): ReturnType<Language['locateLibrary']> => ({
  function: frame.name,
  filename: `${className(frame.file)}.java`,
  absPath: `${className(frame.file)}.java`,
  module: frame.file,
});

const locateWith =
  (extension: string) =>
  (place: Place): ReturnType<Language['locate']> => ({
    function: place.name,
    filename: `${className(place.file)}.${extension}`,
    absPath: `${className(place.file)}.${extension}`,
    module: place.file,
  });

const jdbc: LibraryFrame[] = [
  library('org.hibernate.engine.jdbc.internal.ResultSetReturnImpl', 'executeUpdate', 197),
  library('com.zaxxer.hikari.pool.ProxyPreparedStatement', 'executeUpdate', 61),
  library('org.postgresql.core.v3.QueryExecutorImpl', 'receiveErrorResponse', 2725),
];

/** Java with Spring Boot. */
export const java: Language = {
  platform: 'java',
  sdk: { name: 'sentry.java.spring-boot.jakarta', version: '7.18.1' },
  runtime: { name: 'OpenJDK Runtime Environment', versions: ['21.0.5', '21.0.4', '17.0.13'] },
  packages: {
    'maven:io.sentry:sentry': '7.18.1',
    'maven:org.springframework.boot:spring-boot': '3.3.5',
    'maven:org.hibernate.orm:hibernate-core': '6.6.2',
  },
  mechanisms: ['UncaughtExceptionHandler', 'Spring6ExceptionResolver'],
  errors: [
    {
      type: 'NullPointerException',
      module: 'java.lang',
      value: 'Cannot invoke "{Noun}.get{Field}()" because "{noun}" is null',
      line: '        return {noun}.get{Field}().subtract(reserved);',
    },
    {
      type: 'DataIntegrityViolationException',
      module: 'org.springframework.dao',
      value:
        'could not execute statement [ERROR: new row for relation "{noun}" violates check constraint "{noun}_{field}_check"]',
      line: '        return {noun}Repository.save(entity);',
      inner: [
        library('org.springframework.orm.jpa.vendor.HibernateJpaDialect', 'convertHibernateAccessException', 290),
      ],
      cause: {
        type: 'ConstraintViolationException',
        module: 'org.hibernate.exception',
        value:
          'could not execute statement [ERROR: new row for relation "{noun}" violates check constraint "{noun}_{field}_check"]',
        line: '        return {noun}Repository.save(entity);',
        inner: [library('org.hibernate.exception.internal.SQLStateConversionDelegate', 'convert', 97)],
        cause: {
          type: 'PSQLException',
          module: 'org.postgresql.util',
          value: 'ERROR: new row for relation "{noun}" violates check constraint "{noun}_{field}_check"',
          line: '        return {noun}Repository.save(entity);',
          inner: jdbc,
        },
      },
    },
    {
      type: 'IllegalStateException',
      module: 'java.lang',
      value: '{Noun} {n} is {field}, expected OPEN',
      line: '            throw new IllegalStateException(message);',
    },
    {
      type: 'OptimisticLockException',
      module: 'jakarta.persistence',
      value: 'Row was updated or deleted by another transaction: [com.example.{Noun}#{n}]',
      line: '        entityManager.flush();',
      inner: [library('org.hibernate.persister.entity.AbstractEntityPersister', 'check', 2560)],
    },
    {
      type: 'SQLTransientConnectionException',
      module: 'java.sql',
      value:
        'HikariPool-1 - Connection is not available, request timed out after {ms}ms (total=10, active=10, idle=0, waiting={small})',
      line: '        return {noun}Repository.findAllBy{Field}(value);',
      inner: [library('com.zaxxer.hikari.pool.HikariPool', 'createTimeoutException', 686)],
    },
    {
      type: 'IndexOutOfBoundsException',
      module: 'java.lang',
      value: 'Index {small} out of bounds for length {small2}',
      line: '        {Noun} first = {noun}s.get(position);',
      inner: [library('java.util.ArrayList', 'get', 427)],
    },
    {
      type: 'ConcurrentModificationException',
      module: 'java.util',
      value: '',
      line: '        for ({Noun} item : shared{Noun}s) {',
      inner: [library('java.util.ArrayList$Itr', 'checkForComodification', 1095)],
    },
    {
      type: 'ClassCastException',
      module: 'java.lang',
      value: 'class java.lang.Integer cannot be cast to class java.math.BigDecimal',
      line: '        BigDecimal {field} = (BigDecimal) row.get("{field}");',
    },
    {
      type: 'HttpMessageNotReadableException',
      module: 'org.springframework.http.converter',
      value: 'JSON parse error: Unrecognized field "{field}"',
      line: '        {Noun} body = mapper.readValue(stream, {Noun}.class);',
      handled: true,
      level: 'warning',
    },
    {
      type: 'NumberFormatException',
      module: 'java.lang',
      value: 'For input string: "{id},{small}"',
      line: '        int {field} = Integer.parseInt(text);',
    },
    {
      type: 'OutOfMemoryError',
      module: 'java.lang',
      value: 'Java heap space',
      line: '        byte[] buffer = stream.readAllBytes();',
      level: 'fatal',
    },
    {
      type: 'TimeoutException',
      module: 'java.util.concurrent',
      value: "Did not observe any item or terminal signal within {ms}ms in 'flatMap'",
      line: '        return client.fetch({noun}).block(timeout);',
      handled: true,
    },
  ],
  entry: [
    library('java.lang.Thread', 'run', 1583),
    library('org.apache.tomcat.util.threads.ThreadPoolExecutor', 'runWorker', 1190),
    library('org.apache.coyote.http11.Http11Processor', 'service', 384),
    library('org.apache.catalina.core.ApplicationFilterChain', 'doFilter', 140),
    library('org.springframework.web.servlet.DispatcherServlet', 'doDispatch', 1089),
    library('org.springframework.web.method.support.InvocableHandlerMethod', 'doInvoke', 255),
    library('jdk.internal.reflect.DirectMethodHandleAccessor', 'invoke', 103),
  ],
  calls: [
    '        var result = {callee}(id, request);',
    '        return transactions.execute(status -> {callee}(command));',
    '        Totals totals = {callee}(lines, warehouse);',
    '        events.forEach(event -> {callee}(event));',
  ],
  before: [
    [
      '    @Transactional',
      '    public Totals apply(Command command) {',
      '        var warehouse = command.warehouse();',
      '        var lines = command.lines();',
      '        log.debug("Applying {}", command.id());',
    ],
    [
      '    @GetMapping("/{id}")',
      '    public ResponseEntity<Body> one(@PathVariable long id) {',
      '        var request = current();',
      '        metrics.counter("one").increment();',
      '',
    ],
    [
      '    private final Clock clock;',
      '',
      '    List<Event> drain(Queue<Event> queue) {',
      '        var events = new ArrayList<Event>();',
      '        queue.drainTo(events);',
    ],
  ],
  after: [
    [
      '        audit.record(command.id());',
      '    }',
      '',
      '    private static boolean open(Order order) {',
      '        return order.state() == State.OPEN;',
    ],
    ['        return ResponseEntity.ok(result);', '    }', '}', '', ''],
    [
      '        if (events.isEmpty()) {',
      '            return List.of();',
      '        }',
      '        return List.copyOf(events);',
      '    }',
    ],
  ],
  locate: locateWith('java'),
  locateLibrary,
  culprit: (place) => `${place.file} in ${place.name}`,
};

/** Kotlin on Android. */
export const android: Language = {
  ...java,
  sdk: { name: 'sentry.java.android', version: '7.18.1' },
  runtime: null,
  packages: { 'maven:io.sentry:sentry-android-core': '7.18.1', 'maven:io.sentry:sentry-android-ndk': '7.18.1' },
  mechanisms: ['UncaughtExceptionHandler', 'generic'],
  errors: [
    {
      type: 'NullPointerException',
      module: 'java.lang',
      value: "Attempt to invoke virtual method 'java.lang.String {Noun}.get{Field}()' on a null object reference",
      line: '        title.text = {noun}!!.{field}',
      level: 'fatal',
    },
    {
      type: 'IllegalStateException',
      module: 'java.lang',
      value: 'Fragment {Noun}Fragment not attached to a context.',
      line: '        val context = requireContext()',
      inner: [library('androidx.fragment.app.Fragment', 'requireContext', 967)],
      level: 'fatal',
    },
    {
      type: 'NetworkOnMainThreadException',
      module: 'android.os',
      value: '',
      line: '        val {noun} = api.{noun}s().execute().body()',
      inner: [library('android.os.StrictMode$AndroidBlockGuardPolicy', 'onNetwork', 1666)],
      level: 'fatal',
    },
    {
      type: 'ApplicationNotResponding',
      module: 'io.sentry.android.core',
      value: 'ANR for at least 5000 ms.',
      line: '        latch.await()',
      inner: [library('java.lang.Object', 'wait', 442)],
    },
    {
      type: 'OutOfMemoryError',
      module: 'java.lang',
      value: 'Failed to allocate a {n}-byte allocation with {n2} free bytes',
      line: '        val bitmap = BitmapFactory.decodeStream(stream)',
      inner: [library('android.graphics.BitmapFactory', 'nativeDecodeStream', -2)],
      level: 'fatal',
    },
    {
      type: 'RuntimeException',
      module: 'java.lang',
      value: 'Unable to start activity ComponentInfo{com.acme.shop/com.acme.shop.{Noun}Activity}',
      line: '        super.onCreate(savedInstanceState)',
      inner: [library('android.app.ActivityThread', 'performLaunchActivity', 3782)],
      level: 'fatal',
      cause: {
        type: 'UninitializedPropertyAccessException',
        module: 'kotlin',
        value: 'lateinit property {field} has not been initialized',
        line: '        binding.{noun}.text = {field}.toString()',
      },
    },
    {
      type: 'SQLiteConstraintException',
      module: 'android.database.sqlite',
      value: 'UNIQUE constraint failed: {noun}s.{field} (code 2067 SQLITE_CONSTRAINT_UNIQUE)',
      line: '        dao.insert({noun})',
      inner: [library('android.database.sqlite.SQLiteConnection', 'nativeExecuteForLastInsertedRowId', -2)],
    },
    {
      type: 'UnknownHostException',
      module: 'java.net',
      value: 'Unable to resolve host "api.acme.com": No address associated with hostname',
      line: '        val response = call.execute()',
      inner: [library('okhttp3.internal.connection.RealCall', 'execute', 154)],
      handled: true,
      level: 'warning',
    },
    {
      type: 'BadTokenException',
      module: 'android.view.WindowManager',
      value: 'Unable to add window -- token android.os.BinderProxy@{short} is not valid; is your activity running?',
      line: '        dialog.show()',
      inner: [library('android.view.ViewRootImpl', 'setView', 1127)],
      level: 'fatal',
    },
    {
      type: 'JsonDataException',
      module: 'com.squareup.moshi',
      value: "Required value '{field}' missing at $.{noun}",
      line: '        return adapter.fromJson(source)',
      handled: true,
    },
    {
      type: 'SecurityException',
      module: 'java.lang',
      value:
        'Permission Denial: starting Intent { act=android.media.action.IMAGE_CAPTURE } requires android.permission.CAMERA',
      line: '        launcher.launch(intent)',
    },
    {
      type: 'TransactionTooLargeException',
      module: 'android.os',
      value: 'data parcel size {n} bytes',
      line: '        outState.putParcelable("{noun}", state)',
    },
  ],
  entry: [
    library('com.android.internal.os.ZygoteInit', 'main', 936),
    library('java.lang.reflect.Method', 'invoke', -2),
    library('android.app.ActivityThread', 'main', 8177),
    library('android.os.Looper', 'loop', 294),
    library('android.os.Handler', 'dispatchMessage', 99),
    library('kotlinx.coroutines.DispatchedTask', 'run', 108),
    library('kotlin.coroutines.jvm.internal.BaseContinuationImpl', 'resumeWith', 33),
  ],
  calls: [
    '        val result = {callee}(state, scope)',
    '        viewModelScope.launch { {callee}(id) }',
    '        items.forEach { {callee}(it) }',
    '        return {callee}(requireArguments())',
  ],
  before: [
    [
      '    override fun onViewCreated(view: View, state: Bundle?) {',
      '        super.onViewCreated(view, state)',
      '        val scope = viewLifecycleOwner.lifecycleScope',
      '        val id = args.id',
      '',
    ],
    [
      '    private suspend fun load(id: Long): Result<Page> {',
      '        val cached = cache[id]',
      '        if (cached != null) return Result.success(cached)',
      '        analytics.screen("load")',
      '        trace.begin("load")',
    ],
  ],
  after: [
    [
      '        binding.progress.isVisible = false',
      '    }',
      '',
      '    override fun onDestroyView() {',
      '        super.onDestroyView()',
    ],
    ['        trace.end()', '        return Result.success(page)', '    }', '}', ''],
  ],
  locate: locateWith('kt'),
};
