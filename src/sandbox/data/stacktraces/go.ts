import { type Language, library } from './language.ts';

const directory = (file: string): string => file.slice(0, file.lastIndexOf('/'));

/** Go. */
export const go: Language = {
  platform: 'go',
  sdk: { name: 'sentry.go', version: '0.29.1' },
  runtime: { name: 'go', versions: ['go1.23.3', 'go1.22.9'] },
  packages: {
    'github.com/getsentry/sentry-go': 'v0.29.1',
    'github.com/jackc/pgx/v5': 'v5.7.1',
    'google.golang.org/grpc': 'v1.68.0',
  },
  mechanisms: ['generic', 'generic'],
  errors: [
    {
      type: 'runtime.boundsError',
      value: 'panic: runtime error: index out of range [{small}] with length {small2}',
      line: '\tbest := {noun}s[position]',
      inner: [library('runtime/panic.go', 'goPanicIndex', 115)],
      level: 'fatal',
    },
    {
      type: 'runtime.errorString',
      value: 'panic: runtime error: invalid memory address or nil pointer dereference',
      line: '\treturn {noun}.{field}.String()',
      inner: [library('runtime/panic.go', 'panicmem', 262)],
      level: 'fatal',
    },
    {
      type: '*errors.errorString',
      value: 'context deadline exceeded',
      line: '\trows, err := db.Query(ctx, query, args...)',
      handled: true,
    },
    {
      type: '*net.OpError',
      value: 'dial tcp 10.0.{octet}.{octet2}:9200: connect: connection refused',
      line: '\tres, err := client.Do(req)',
      inner: [library('net/http/client.go', '(*Client).do', 725)],
      handled: true,
    },
    {
      type: '*fmt.wrapError',
      value: 'load {noun} {n}: scan {field}: unexpected EOF',
      line: '\treturn nil, fmt.Errorf("load {noun} %d: %w", id, err)',
      handled: true,
      cause: {
        type: '*errors.errorString',
        value: 'unexpected EOF',
        line: '\tif _, err := io.ReadFull(r, header); err != nil {',
        inner: [library('io/io.go', 'ReadFull', 354)],
        handled: true,
      },
    },
    {
      type: '*json.SyntaxError',
      value: "invalid character '<' looking for beginning of value",
      line: '\terr := json.NewDecoder(body).Decode(&{noun})',
      inner: [library('encoding/json/stream.go', '(*Decoder).Decode', 63)],
      handled: true,
    },
    {
      type: 'runtime.plainError',
      value: 'fatal error: concurrent map writes',
      line: '\tcache[key] = {noun}',
      inner: [library('runtime/map_faststr.go', 'mapassign_faststr', 223)],
      level: 'fatal',
    },
    {
      type: '*status.Error',
      value: 'rpc error: code = Unavailable desc = upstream connect error',
      line: '\tanswer, err := c.Fetch{Noun}(ctx, in)',
      inner: [library('google.golang.org/grpc/call.go', '(*ClientConn).Invoke', 35)],
      handled: true,
      level: 'warning',
    },
    {
      type: '*pgconn.PgError',
      value: 'ERROR: canceling statement due to statement timeout (SQLSTATE 57014)',
      line: '\t_, err = tx.Exec(ctx, sql, {noun}.ID)',
      handled: true,
    },
    {
      type: '*strconv.NumError',
      value: 'strconv.Atoi: parsing "{id}x": invalid syntax',
      line: '\tn, err := strconv.Atoi(text)',
      handled: true,
      level: 'warning',
    },
    {
      type: '*search.ShardError',
      value: 'shard {small}: {field} index is read-only',
      line: '\treturn &ShardError{Shard: shard, Err: err}',
      handled: true,
    },
  ],
  entry: [
    library('net/http/server.go', '(*conn).serve', 2102),
    library('net/http/server.go', 'serverHandler.ServeHTTP', 3210),
    library('github.com/go-chi/chi/v5/mux.go', '(*Mux).ServeHTTP', 73),
    library('github.com/go-chi/chi/v5/middleware/timeout.go', 'Timeout.func1', 48),
    library('net/http/server.go', 'HandlerFunc.ServeHTTP', 2220),
  ],
  calls: [
    '\tresult, err := {callee}(ctx, req)',
    '\tgo func() { errs <- {callee}(ctx, shard) }()',
    '\tif err := {callee}(ctx, batch); err != nil {',
  ],
  before: [
    [
      'func (s *Server) run(ctx context.Context, req *Request) (*Answer, error) {',
      '\tctx, cancel := context.WithTimeout(ctx, s.timeout)',
      '\tdefer cancel()',
      '\tshard := s.shardFor(req.Key)',
      '',
    ],
    ['\tvar batch []Item', '\tfor _, item := range items {', '\t\tbatch = append(batch, item)', '\t}', ''],
  ],
  after: [
    ['\tif err != nil {', '\t\treturn nil, err', '\t}', '\treturn result, nil', '}'],
    ['\ts.metrics.Observe(len(batch))', '\treturn nil', '}', '', '// Close releases all shards.'],
  ],
  locate: (place, slug) => ({
    function: place.name,
    filename: place.file,
    absPath: `/go/src/github.com/example/${slug}/${place.file}`,
    module: `github.com/example/${slug}/${directory(place.file)}`,
  }),
  locateLibrary: (frame) => ({
    function: frame.name,
    filename: frame.file,
    absPath: `/usr/local/go/src/${frame.file}`,
    module: directory(frame.file),
  }),
  culprit: (place) => `${directory(place.file)} in ${place.name}`,
};
