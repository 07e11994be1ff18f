import type { EventBody } from '../model.ts';

const breakages: ((body: EventBody) => Partial<EventBody>)[] = [
  () => ({
    entries: [
      {
        type: 'exception',
        data: { values: [{ type: 'Error', value: null, stacktrace: { frames: null } }, null], excOmitted: [1] },
      },
    ],
  }),
  () => ({
    entries: [
      { type: 'exception', data: null },
      { type: 'breadcrumbs', data: { values: 'lost' } },
      { type: 'request', data: { headers: [['only-a-key']], query: 'a=1' } },
    ],
  }),
  () => ({
    contexts: { device: 'a text where an object should be', os: null, trace: [] },
    errors: [{ type: 'unknown_error', message: '', data: {} }],
  }),
  () => ({
    entries: [
      {
        type: 'threads',
        data: { values: [{ id: null, stacktrace: { frames: [{ lineNo: 'seven', context: [[7], 'x'] }] } }] },
      },
      { type: 'surprise', data: 42 },
    ],
  }),
];

/** Damages a body in one of a few ways that old events and foreign SDKs have shown; never by throwing. */
export function breakBody(body: EventBody, index: number): EventBody {
  const breakage = breakages[index % breakages.length];
  return breakage === undefined ? body : { ...body, ...breakage(body) };
}
