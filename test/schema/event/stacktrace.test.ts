import { describe, expect, it } from 'vitest';
import { CodedError } from '../../../src/gateway/http/coded-error.ts';
import { contextOf } from '../../../src/schema/event/frame.ts';
import { framesOf, shownStacktrace } from '../../../src/schema/event/stacktrace.ts';

const trace = (name: string) => ({ frames: [{ function: name }] });
const exceptions = (...stacktraces: unknown[]) => ({
  type: 'exception',
  data: { values: stacktraces.map((stacktrace) => ({ type: 'Error', stacktrace })) },
});
const threads = (...values: unknown[]) => ({ type: 'threads', data: { values } });
const own = { type: 'stacktrace', data: trace('own') };

describe('frames', () => {
  const frames = [{ function: 'a', inApp: null }, null, { function: 'b', inApp: true }, 'x', { inApp: false }];

  it('are those that are objects, all or those of the application', () => {
    expect(framesOf({ frames }, false)).toEqual([frames[0], frames[2], frames[4]]);
    expect(framesOf({ frames }, true)).toEqual([frames[2]]);
  });

  it.each([[{}], [{ frames: null }], [{ frames: [] }]])('of %j are none', (stacktrace) => {
    expect(framesOf(stacktrace, false)).toEqual([]);
  });

  it('of another shape are refused', () => {
    expect(() => framesOf({ frames: 'x' }, false)).toThrow(CodedError);
  });
});

describe('source lines of a frame', () => {
  it('keep their numbers; a scrubbed text is null', () => {
    const context = [[66, '  }'], [67, null], ['68', ''], [69], [70, 7]];
    expect(contextOf({ context })).toEqual([
      { lineNo: 66, line: '  }' },
      { lineNo: 67, line: null },
      { lineNo: 68, line: '' },
      { lineNo: 69, line: null },
      { lineNo: 70, line: null },
    ]);
  });

  it('are left out where they are none', () => {
    const context = [null, 'x', [], [null, 'a'], ['', 'b'], [1.5, 'c'], [2 ** 31, 'd'], { 0: 1, 1: 'e' }, [1, 'f']];
    expect(contextOf({ context })).toEqual([{ lineNo: 1, line: 'f' }]);
  });

  it.each([[{}], [{ context: null }], [{ context: 'x' }], [{ context: {} }]])('of %j are none', (frame) => {
    expect(contextOf(frame)).toEqual([]);
  });
});

describe('the stack trace to show', () => {
  it('is that of the last exception that has frames', () => {
    const entries = [own, threads({ crashed: true, stacktrace: trace('t') })];
    expect(shownStacktrace([...entries, exceptions(trace('a'), trace('b'), null)])).toEqual(trace('b'));
    expect(shownStacktrace([...entries, exceptions(trace('a'), { frames: null }, { frames: [null] })])).toEqual(
      trace('a'),
    );
  });

  it('is else that of the crashed thread, whatever the order', () => {
    const entry = threads(
      null,
      { current: true, stacktrace: trace('current') },
      { crashed: true, stacktrace: trace('crashed') },
    );
    expect(shownStacktrace([exceptions(null), own, entry])).toEqual(trace('crashed'));
  });

  it('is else that of the current thread', () => {
    const entry = threads(
      { crashed: null, stacktrace: trace('other') },
      { crashed: true, stacktrace: null },
      { current: true, stacktrace: trace('current') },
    );
    expect(shownStacktrace([own, entry])).toEqual(trace('current'));
  });

  it("is else the event's own, or none", () => {
    expect(shownStacktrace([threads({ stacktrace: trace('other') }), own])).toEqual(trace('own'));
    expect(shownStacktrace([{ type: 'stacktrace', data: { frames: [] } }])).toBeNull();
    expect(shownStacktrace([])).toBeNull();
  });
});
