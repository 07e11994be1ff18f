import { type Language, library } from './language.ts';

const className = (file: string): string => file.replace(/\.cs$/, '').replaceAll('/', '.');

/** C# on .NET: a desktop application. */
export const csharp: Language = {
  platform: 'csharp',
  sdk: { name: 'sentry.dotnet.wpf', version: '4.13.0' },
  runtime: { name: '.NET', versions: ['8.0.11', '8.0.10', '6.0.36'] },
  packages: {
    'nuget:Sentry': '4.13.0',
    'nuget:Microsoft.EntityFrameworkCore': '8.0.11',
    'nuget:Newtonsoft.Json': '13.0.3',
  },
  mechanisms: ['AppDomain.UnhandledException', 'generic'],
  errors: [
    {
      type: 'System.NullReferenceException',
      value: 'Object reference not set to an instance of an object.',
      line: '        return {noun}.{Field}.ToString(culture);',
      level: 'fatal',
    },
    {
      type: 'System.InvalidOperationException',
      value: 'Sequence contains no matching element',
      line: '        var {noun} = {noun}s.First(item => item.{Field} == value);',
      inner: [library('System.Linq.Enumerable', 'First', 0)],
    },
    {
      type: 'Microsoft.EntityFrameworkCore.DbUpdateException',
      value: 'An error occurred while saving the entity changes. See the inner exception for details.',
      line: '        await context.SaveChangesAsync(cancellation);',
      inner: [library('Microsoft.EntityFrameworkCore.Update.ReaderModificationCommandBatch', 'ExecuteAsync', 0)],
      cause: {
        type: 'Microsoft.Data.SqlClient.SqlException',
        value: "Violation of UNIQUE KEY constraint 'AK_{Noun}_{Field}'. The duplicate key value is ({n}).",
        line: '        await context.SaveChangesAsync(cancellation);',
        inner: [library('Microsoft.Data.SqlClient.SqlConnection', 'OnError', 0)],
      },
    },
    {
      type: 'System.Threading.Tasks.TaskCanceledException',
      value: 'A task was canceled.',
      line: '        var response = await http.GetAsync(uri, cancellation);',
      handled: true,
      level: 'warning',
    },
    {
      type: 'System.IO.IOException',
      value:
        "The process cannot access the file 'C:\\ProgramData\\Pos\\{noun}.db' because it is being used by another process.",
      line: '        using var stream = File.OpenWrite(path);',
      inner: [library('System.IO.FileStream', '.ctor', 0)],
    },
    {
      type: 'System.FormatException',
      value: "The input string '{id},{small}' was not in a correct format.",
      line: '        var {field} = decimal.Parse(text, culture);',
    },
    {
      type: 'System.TimeoutException',
      value: 'The printer on COM{small} did not answer within {ms} ms.',
      line: '        await port.WriteAsync(receipt, cancellation);',
      handled: true,
    },
    {
      type: 'System.OutOfMemoryException',
      value: "Exception of type 'System.OutOfMemoryException' was thrown.",
      line: '        var image = new byte[width * height * 4];',
      level: 'fatal',
    },
    {
      type: 'System.ObjectDisposedException',
      value: "Cannot access a disposed object.\r\nObject name: '{Noun}Context'.",
      line: '        return context.{Noun}s.Count();',
    },
  ],
  entry: [
    library('System.Threading.ExecutionContext', 'RunInternal', 0),
    library('System.Threading.Tasks.Task', 'ExecuteWithThreadLocal', 0),
    library('System.Windows.Threading.Dispatcher', 'LegacyInvokeImpl', 0),
    library('MS.Internal.CulturePreservingExecutionContext', 'CallbackWrapper', 0),
  ],
  calls: [
    '        var result = await {callee}(request, cancellation);',
    '        foreach (var item in items) {callee}(item);',
    '        return {callee}(order, culture);',
  ],
  before: [
    [
      '    public async Task<Result> RunAsync(Request request, CancellationToken cancellation)',
      '    {',
      '        using var scope = logger.BeginScope(request.Id);',
      '        var culture = CultureInfo.CurrentCulture;',
      '',
    ],
    [
      '    private void Each(IReadOnlyList<Item> items)',
      '    {',
      '        if (items.Count == 0) return;',
      '        metrics.Increment("each");',
      '',
    ],
  ],
  after: [
    [
      '        return Result.Ok(result);',
      '    }',
      '',
      '    private static bool Open(Order order) =>',
      '        order.State == State.Open;',
    ],
    ['    }', '}', '', '', ''],
  ],
  locate: (place) => ({
    function: `${place.name}()`,
    filename: place.file,
    absPath: `C:\\agent\\src\\${place.file.replaceAll('/', '\\')}`,
    module: className(place.file),
    package: `${className(place.file).split('.')[0]}, Version=4.2.0.0, Culture=neutral, PublicKeyToken=null`,
  }),
  locateLibrary: (frame) => ({
    function: `${frame.name}()`,
    filename: null,
    absPath: null,
    module: frame.file,
    package: 'System.Private.CoreLib, Version=8.0.0.0, Culture=neutral, PublicKeyToken=7cec85d7bea7798e',
  }),
  culprit: (place) => `${className(place.file)} in ${place.name}`,
};

/** C# behind ASP.NET Core. */
export const aspnet: Language = {
  ...csharp,
  sdk: { name: 'sentry.dotnet.aspnetcore', version: '4.13.0' },
  mechanisms: ['SentryMiddleware.UnhandledException', 'generic'],
  entry: [
    library('Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http.HttpProtocol', 'ProcessRequests', 0),
    library('Microsoft.AspNetCore.Routing.EndpointMiddleware', 'Invoke', 0),
    library('Microsoft.AspNetCore.Mvc.Infrastructure.ControllerActionInvoker', 'InvokeActionMethodAsync', 0),
  ],
};
