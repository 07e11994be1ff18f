import { concretePath } from './bodies/request.ts';
import { userTag } from './event-users.ts';
import type { EventHead } from './model.ts';
import type { ProjectPlan } from './plans/plan.ts';
import type { Random } from './random.ts';
import type { Setting } from './settings.ts';
import type { Story } from './stories/story.ts';

/** What the tags of an event tell. */
export type Tagged = Pick<EventHead, 'environment' | 'release' | 'user'> & { setting: Setting; random: Random };

/** The tags of an event, by key. */
export function tagsOf(
  project: ProjectPlan,
  story: Story,
  { environment, release, user, setting, random }: Tagged,
): EventHead['tags'] {
  const { browser, device, os, runtime, serverName } = setting;
  const tags: EventHead['tags'] = [];
  const add = (key: string, value: string | null | undefined): void => {
    if (value !== null && value !== undefined) tags.push({ key, value });
  };
  if (browser !== null) {
    add('browser', `${browser.name} ${browser.version}`);
    add('browser.name', browser.name);
  }
  add('customer_tier', random.pick(['free', 'plus', 'business', 'business']));
  add('device', device?.name);
  add('device.family', device?.family);
  add('environment', environment);
  if (story.mechanism !== null) add('handled', story.isUnhandled ? 'no' : 'yes');
  add('level', story.level);
  add('logger', story.logger);
  add('mechanism', story.mechanism);
  add('os', `${os.name} ${os.version}`);
  add('os.name', os.name);
  add('region', random.pick(['eu-west-1', 'eu-west-1', 'us-east-1', 'ap-south-1']));
  add('release', release);
  if (runtime !== null) {
    add('runtime', `${runtime.name} ${runtime.version}`);
    add('runtime.name', runtime.name);
  }
  add('server_name', serverName);
  add('transaction', story.transaction);
  if (project.surface === 'browser' || project.surface === 'server') {
    add('url', `https://${project.host}${concretePath(story.transaction, random.int(1000, 1012))}`);
  }
  if (user !== null) add('user', userTag(user));
  for (const { key, value } of story.tags ?? []) {
    if (!tags.some((tag) => tag.key === key)) tags.push({ key, value });
  }
  return tags;
}
