import { type Row, text } from '../../gateway/read.ts';
import { builder } from '../builder.ts';
import { part } from '../member.ts';
import { sensitive } from '../sensitive.ts';

const raw = sensitive({
  type: 'JSON',
  nullable: false,
  description: 'Everything, as Sentry gave it; needs the SENSITIVE scope and is empty without.',
  resolve: (context: Row): unknown => context,
} as const);

export const DeviceContext = builder.objectRef<Row>('DeviceContext').implement({
  description: 'A device.',
  fields: (t) => ({
    name: t.string({ description: 'Name.', ...part('name', text) }),
    family: t.string({ description: 'Family.', ...part('family', text) }),
    model: t.string({ description: 'Model.', ...part('model', text) }),
    brand: t.string({ description: 'Brand.', ...part('brand', text) }),
    arch: t.string({ description: 'Processor architecture.', ...part('arch', text) }),
    raw: t.field(raw),
  }),
});

export const OsContext = builder.objectRef<Row>('OsContext').implement({
  description: 'An operating system.',
  fields: (t) => ({
    name: t.string({ description: 'Name.', ...part('name', text) }),
    version: t.string({ description: 'Version.', ...part('version', text) }),
    build: t.string({ description: 'Build.', ...part('build', text) }),
    kernelVersion: t.string({ description: 'Kernel version.', ...part('kernel_version', text) }),
    raw: t.field(raw),
  }),
});

export const RuntimeContext = builder.objectRef<Row>('RuntimeContext').implement({
  description: 'A runtime.',
  fields: (t) => ({
    name: t.string({ description: 'Name.', ...part('name', text) }),
    version: t.string({ description: 'Version.', ...part('version', text) }),
    raw: t.field(raw),
  }),
});

export const BrowserContext = builder.objectRef<Row>('BrowserContext').implement({
  description: 'A browser.',
  fields: (t) => ({
    name: t.string({ description: 'Name.', ...part('name', text) }),
    version: t.string({ description: 'Version.', ...part('version', text) }),
    raw: t.field(raw),
  }),
});

export const AppContext = builder.objectRef<Row>('AppContext').implement({
  description: 'An application.',
  fields: (t) => ({
    name: t.string({ description: 'Name.', ...part('app_name', text) }),
    version: t.string({ description: 'Version.', ...part('app_version', text) }),
    build: t.string({ description: 'Build.', ...part('app_build', text) }),
    identifier: t.string({ description: 'Identifier, such as a bundle id.', ...part('app_identifier', text) }),
    raw: t.field(raw),
  }),
});

export const TraceContext = builder.objectRef<Row>('TraceContext').implement({
  description: 'A trace.',
  fields: (t) => ({
    traceId: t.string({ description: 'Trace id.', ...part('trace_id', text) }),
    spanId: t.string({ description: 'Span id.', ...part('span_id', text) }),
    parentSpanId: t.string({ description: 'Parent span id.', ...part('parent_span_id', text) }),
    op: t.string({ description: 'Operation.', ...part('op', text) }),
    status: t.string({ description: 'Outcome.', ...part('status', text) }),
    raw: t.field(raw),
  }),
});
