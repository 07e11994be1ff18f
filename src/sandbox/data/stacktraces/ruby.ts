import { type Language, library } from './language.ts';

/** Ruby on Rails. */
export const ruby: Language = {
  platform: 'ruby',
  sdk: { name: 'sentry.ruby.rails', version: '5.22.0' },
  runtime: { name: 'ruby', versions: ['3.3.6', '3.2.6'] },
  packages: { rails: '7.2.2', pg: '1.5.9', sidekiq: '7.3.6', faraday: '2.12.1', puma: '6.5.0' },
  mechanisms: ['rails', 'generic'],
  errors: [
    {
      type: 'NoMethodError',
      value: "undefined method '{field}' for nil",
      line: '    {noun}.{field}.presence || default',
    },
    {
      type: 'ActiveRecord::RecordNotFound',
      value: "Couldn't find {Noun} with 'id'={n}",
      line: '    @{noun} = {Noun}.find(params[:id])',
      inner: [library('activerecord-7.2.2/lib/active_record/core.rb', 'find', 253)],
      handled: true,
      level: 'warning',
    },
    {
      type: 'ActiveRecord::StatementInvalid',
      value: 'PG::QueryCanceled: ERROR:  canceling statement due to statement timeout',
      line: '    {Noun}.where({field}: value).order(:created_at).to_a',
      inner: [
        library(
          'activerecord-7.2.2/lib/active_record/connection_adapters/postgresql/database_statements.rb',
          'perform_query',
          167,
        ),
      ],
      cause: {
        type: 'PG::QueryCanceled',
        value: 'ERROR:  canceling statement due to statement timeout',
        line: '    {Noun}.where({field}: value).order(:created_at).to_a',
        inner: [library('pg-1.5.9/lib/pg/connection.rb', 'exec_params', 992)],
      },
    },
    {
      type: 'Faraday::TimeoutError',
      value: 'Net::ReadTimeout with #<TCPSocket:(closed)>',
      line: '    response = connection.post("/{noun}s", body)',
      inner: [library('faraday-net_http-3.4.0/lib/faraday/adapter/net_http.rb', 'rescue in call', 66)],
      handled: true,
    },
    {
      type: 'ActionController::ParameterMissing',
      value: 'param is missing or the value is empty or invalid: {noun}',
      line: '    params.require(:{noun}).permit(:{field})',
      handled: true,
      level: 'info',
    },
    {
      type: 'ActiveRecord::RecordInvalid',
      value: "Validation failed: {Field} can't be blank",
      line: '    {noun}.save!',
      inner: [library('activerecord-7.2.2/lib/active_record/validations.rb', 'save!', 54)],
    },
    {
      type: 'Redis::CannotConnectError',
      value: 'Connection refused - connect(2) for 10.0.{octet}.{octet2}:6379',
      line: '    Rails.cache.fetch("{noun}/#{id}") { load(id) }',
    },
    { type: 'ArgumentError', value: 'invalid date', line: '    Date.parse(params[:{field}])' },
    {
      type: 'Encoding::UndefinedConversionError',
      value: '"\\xE9" from ASCII-8BIT to UTF-8',
      line: '    body.encode("UTF-8")',
    },
    { type: 'FrozenError', value: 'can\'t modify frozen String: "{field}"', line: '    label << " ({noun})"' },
    {
      type: 'Sidekiq::JobRetry::Skip',
      value: 'Sidekiq::JobRetry::Skip',
      line: '    perform_in(5.minutes, id)',
      handled: true,
      level: 'warning',
    },
  ],
  entry: [
    library('puma-6.5.0/lib/puma/thread_pool.rb', 'block in spawn_thread', 167),
    library('rack-3.1.8/lib/rack/method_override.rb', 'call', 28),
    library('actionpack-7.2.2/lib/action_dispatch/routing/route_set.rb', 'dispatch', 50),
    library('actionpack-7.2.2/lib/action_controller/metal.rb', 'dispatch', 252),
    library('actionpack-7.2.2/lib/abstract_controller/base.rb', 'process_action', 226),
    library('activesupport-7.2.2/lib/active_support/callbacks.rb', 'run_callbacks', 110),
  ],
  calls: [
    '    result = {callee}(params[:id], options)',
    '    items.each { |item| {callee}(item) }',
    '    Record.transaction { {callee}(record) }',
  ],
  before: [
    [
      '  before_action :authenticate!',
      '',
      '  def run',
      '    options = { locale: I18n.locale }',
      '    logger.debug { "run #{params[:id]}" }',
    ],
    [
      '  # Works through the queue, oldest first.',
      '  def drain(items)',
      '    return if items.empty?',
      '',
      '    metrics.increment("drain")',
    ],
  ],
  after: [
    ['    render json: result', '  end', '', '  private', ''],
    ['    items.clear', '  end', 'end', '', ''],
  ],
  locate: (place) => ({ function: place.name, filename: place.file, absPath: `/app/${place.file}`, module: null }),
  locateLibrary: (frame) => ({
    function: frame.name,
    filename: frame.file,
    absPath: `/usr/local/bundle/gems/${frame.file}`,
    module: null,
  }),
  culprit: (place) => `${place.file.replace(/^app\//, '').replace(/\.rb$/, '')} in ${place.name}`,
};
