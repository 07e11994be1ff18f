import type { ProjectPlan } from '../plans/plan.ts';
import type { Random } from '../random.ts';
import type { Frame } from '../stacktraces/language.ts';

const names: Partial<Record<ProjectPlan['surface'], string[]>> = {
  android: [
    'main',
    'OkHttp Dispatcher',
    'DefaultDispatcher-worker-1',
    'DefaultDispatcher-worker-3',
    'RenderThread',
    'FinalizerDaemon',
  ],
  ios: [
    'com.apple.main-thread',
    'com.apple.uikit.eventfetch-thread',
    'com.apple.NSURLConnectionLoader',
    'SentryCrash Exception Handler',
  ],
  kiosk: ['kiosk', 'QXcbEventQueue', 'render', 'printer'],
  desktop: ['UI', 'sync', '.NET TP Worker'],
  server: [
    'http-nio-8080-exec-4',
    'http-nio-8080-exec-7',
    'HikariPool-1 housekeeper',
    'scheduling-1',
    'Catalina-utility-1',
  ],
};

/** A stack trace in the form of Sentry's entries. */
export function stacktraceOf(
  frames: Frame[],
  registers: Record<string, string> | null = null,
): Record<string, unknown> {
  return {
    frames,
    framesOmitted: null,
    registers,
    hasSystemFrames: frames.some((frame) => !frame.inApp) && frames.some((frame) => frame.inApp),
  };
}

/** The threads of the program; the first one crashed, and its trace stands at the exception. */
export function threadsEntry(
  project: ProjectPlan,
  frames: Frame[],
  crashed: boolean,
  random: Random,
): { type: string; data: unknown } | null {
  const threads = names[project.surface];
  const { platform } = project.language;
  if (threads === undefined || (project.surface === 'server' && platform !== 'java')) return null;
  const outside = frames.filter((frame) => !frame.inApp);
  return {
    type: 'threads',
    data: {
      values: threads.map((name, index) => ({
        id: platform === 'java' ? String(index + 2) : index,
        name,
        crashed: index === 0 && crashed,
        current: index === 0,
        state:
          platform === 'java'
            ? index === 0
              ? 'RUNNABLE'
              : random.pick(['WAITING', 'TIMED_WAITING', 'BLOCKED'])
            : null,
        heldLocks: null,
        stacktrace: index === 0 ? null : stacktraceOf(outside.slice(0, 2 + (index % 4))),
        rawStacktrace: null,
      })),
    },
  };
}
