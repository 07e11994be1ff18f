import { isRow, member, type Row } from '../../gateway/read.ts';
import { builder } from '../builder.ts';
import { sensitive } from '../sensitive.ts';
import { AppContext, BrowserContext, DeviceContext, OsContext, RuntimeContext, TraceContext } from './context-types.ts';

/** The context of that name, else the first one of that type, such as `client_os` with type `os`. */
export const contextOf =
  (type: string) =>
  (contexts: Row): Row | null => {
    const named = member(contexts, type);
    if (isRow(named)) return named;
    return (
      Object.values(contexts)
        .filter(isRow)
        .find((context) => member(context, 'type') === type) ?? null
    );
  };

export const Contexts = builder.objectRef<Row>('Contexts').implement({
  description: 'Contexts of an event; `raw` holds those that are not modelled.',
  fields: (t) => ({
    device: t.field({ type: DeviceContext, description: 'Device.', resolve: contextOf('device') }),
    os: t.field({ type: OsContext, description: 'Operating system.', resolve: contextOf('os') }),
    runtime: t.field({
      type: RuntimeContext,
      description: 'Runtime, such as Node or CPython.',
      resolve: contextOf('runtime'),
    }),
    browser: t.field({ type: BrowserContext, description: 'Browser.', resolve: contextOf('browser') }),
    app: t.field({ type: AppContext, description: 'Application.', resolve: contextOf('app') }),
    trace: t.field({ type: TraceContext, description: 'Trace.', resolve: contextOf('trace') }),
    raw: t.field({
      type: 'JSON',
      nullable: false,
      description: 'All contexts by name, as Sentry gave them; needs the SENSITIVE scope and is empty without.',
      ...sensitive({ resolve: (contexts: Row): unknown => contexts }),
    }),
  }),
});
