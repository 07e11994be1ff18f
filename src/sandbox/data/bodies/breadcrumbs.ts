import type { ProjectPlan } from '../plans/plan.ts';
import type { Random } from '../random.ts';
import type { Moment } from '../stories/story.ts';
import { isoTime } from '../time.ts';

type Crumb = {
  type: string;
  category: string;
  level: string;
  message: string | null;
  data: Record<string, unknown> | null;
};

const browserCrumbs = (project: ProjectPlan, random: Random): Crumb => {
  const path = random.pick(project.transactions);
  return random.pick<Crumb>([
    { type: 'navigation', category: 'navigation', level: 'info', message: null, data: { from: '/', to: path } },
    {
      type: 'default',
      category: 'ui.click',
      level: 'info',
      message: `button.primary[data-action="${random.pick(project.nouns)}"]`,
      data: null,
    },
    {
      type: 'http',
      category: 'fetch',
      level: 'info',
      message: null,
      data: {
        method: 'GET',
        url: `https://${project.host}/api/${random.pick(project.nouns)}s`,
        status_code: random.pick([200, 200, 200, 204, 304, 404, 500]),
      },
    },
    {
      type: 'debug',
      category: 'console',
      level: 'warning',
      message: `Slow render of ${random.pick(project.fields)}`,
      data: { arguments: [random.int(20, 400)], logger: 'console' },
    },
    {
      type: 'default',
      category: 'ui.input',
      level: 'info',
      message: `input[name="${random.pick(project.fields)}"]`,
      data: null,
    },
  ]);
};

const serverCrumbs = (project: ProjectPlan, random: Random): Crumb => {
  const noun = random.pick(project.nouns);
  return random.pick<Crumb>([
    {
      type: 'default',
      category: 'query',
      level: 'info',
      message: `SELECT * FROM ${noun}s WHERE id = %s`,
      data: { 'db.system': 'postgresql' },
    },
    {
      type: 'default',
      category: 'query',
      level: 'info',
      message: `UPDATE ${noun}s SET ${random.pick(project.fields)} = %s WHERE id = %s`,
      data: { 'db.system': 'postgresql' },
    },
    {
      type: 'http',
      category: 'httplib',
      level: 'info',
      message: null,
      data: {
        method: 'POST',
        url: `https://ledger.internal.example/v2/${noun}s`,
        status_code: random.pick([200, 201, 202, 429, 503]),
        reason: null,
      },
    },
    {
      type: 'default',
      category: 'redis',
      level: 'info',
      message: `GET '${noun}:${random.int(1000, 9999)}'`,
      data: { 'redis.command': 'GET' },
    },
    {
      type: 'log',
      category: `${project.slug}.${noun}`,
      level: random.pick(['debug', 'info', 'info', 'warning']),
      message: `${noun} ${random.int(1000, 9999)} accepted`,
      data: null,
    },
  ]);
};

const deviceCrumbs = (project: ProjectPlan, random: Random): Crumb => {
  const noun = random.pick(project.nouns);
  return random.pick<Crumb>([
    {
      type: 'navigation',
      category: 'ui.lifecycle',
      level: 'info',
      message: null,
      data: { screen: `${noun}Screen`, state: random.pick(['created', 'resumed', 'paused']) },
    },
    {
      type: 'user',
      category: 'ui.click',
      level: 'info',
      message: null,
      data: { 'view.id': `button_${noun}`, 'view.class': 'MaterialButton' },
    },
    {
      type: 'http',
      category: 'http',
      level: 'info',
      message: null,
      data: {
        method: 'GET',
        url: `https://${project.host}/v3/${noun}s`,
        status_code: random.pick([200, 200, 401, 504]),
      },
    },
    {
      type: 'system',
      category: 'device.event',
      level: 'info',
      message: null,
      data: { action: 'BATTERY_CHANGED', level: random.int(4, 100), charging: random.chance(0.4) },
    },
    {
      type: 'system',
      category: 'network.event',
      level: 'info',
      message: null,
      data: { action: 'NETWORK_CAPABILITIES_CHANGED', network_type: random.pick(['wifi', 'cellular']) },
    },
  ]);
};

/** What happened in the minutes before an event: 10 to 40 crumbs, oldest first. */
export function breadcrumbsEntry(project: ProjectPlan, moment: Moment, last: string): { type: string; data: unknown } {
  const { random } = moment;
  const make =
    project.surface === 'browser'
      ? browserCrumbs
      : project.surface === 'server' || project.surface === 'worker'
        ? serverCrumbs
        : deviceCrumbs;
  const count = random.int(10, 40);
  let time = moment.date - count * 2100;
  const values: Record<string, unknown>[] = [];
  for (let index = 0; index < count; index++) {
    time += random.int(20, 2000);
    values.push({ ...make(project, random), event_id: null, timestamp: isoTime(time) });
  }
  values.push({
    type: 'error',
    category: 'exception',
    level: 'error',
    message: last,
    data: null,
    event_id: null,
    timestamp: isoTime(moment.date - 12),
  });
  return { type: 'breadcrumbs', data: { values } };
}
