import type { ProjectPlan } from '../plans/plan.ts';
import type { Moment } from '../stories/story.ts';
import { HOUR, isoTime, MINUTE } from '../time.ts';
import { traceIdOf } from '../trace.ts';

/** Short version of a release, as applications know themselves. */
function appVersion(release: string | null): string {
  return release?.split('@').at(-1)?.split('+')[0] ?? 'unknown';
}

/** The contexts of an event: device, system, runtime, browser, application, trace, and one of the project's own. */
export function contextsOf(project: ProjectPlan, moment: Moment, operation: string): Record<string, unknown> {
  const { setting, random } = moment;
  const { os, device, runtime, browser } = setting;
  return {
    os: {
      type: 'os',
      name: os.name,
      version: os.version,
      build: os.build,
      kernel_version: os.kernel,
      os: `${os.name} ${os.version}`,
    },
    ...(device === null
      ? {}
      : {
          device: {
            type: 'device',
            ...device,
            simulator: false,
            battery_level: random.int(3, 100),
            orientation: random.pick(['portrait', 'landscape']),
            memory_size: random.pick([4, 6, 8, 12]) * 1_073_741_824,
            free_memory: random.int(80, 900) * 1_048_576,
            screen_resolution: '1080x2400',
            boot_time: isoTime(moment.date - random.int(2, 400) * HOUR),
          },
          app: {
            type: 'app',
            app_name: project.name,
            app_identifier: `com.example.${project.slug.replaceAll('-', '.')}`,
            app_version: appVersion(moment.release),
            app_build: String(random.int(400, 900)),
            app_start_time: isoTime(moment.date - random.int(1, 300) * MINUTE),
            in_foreground: random.chance(0.9),
          },
        }),
    ...(runtime === null ? {} : { runtime: { type: 'runtime', ...runtime } }),
    ...(browser === null
      ? {}
      : { browser: { type: 'browser', ...browser, browser: `${browser.name} ${browser.version}` } }),
    trace: {
      type: 'trace',
      trace_id: traceIdOf(moment.id),
      span_id: random.hex(16),
      parent_span_id: random.chance(0.5) ? random.hex(16) : null,
      op: operation,
      status: random.pick(['ok', 'internal_error', 'unknown']),
      exclusive_time: random.int(10, 9000) / 10,
      client_sample_rate: 0.25,
    },
    [`${project.nouns[0] ?? 'shop'} state`]: {
      type: 'default',
      step: random.pick(['start', 'address', 'payment', 'review']),
      items: random.int(1, 14),
      currency: random.pick(['EUR', 'USD', 'GBP', 'SEK']),
      flags: { new_flow: random.chance(0.5), dark_mode: random.chance(0.3) },
    },
  };
}
