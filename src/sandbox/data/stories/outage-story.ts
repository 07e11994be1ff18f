import { occurrenceOf } from '../bodies/occurrence.ts';
import type { StoryMaker } from './story.ts';

/** A check that failed: every second one an address that is down, the others a scheduled job that did not report. */
export function outageStory(index: number): StoryMaker {
  return (project, random) => {
    const uptime = index % 2 === 0;
    const url = `https://${project.host}/health`;
    const job = `${random.pick(project.nouns)}-nightly`;
    const title = uptime ? `Downtime detected for ${url}` : `Cron failure: ${job}`;
    const reason = uptime ? 'Timeout - Request timed out after 10 s' : 'missed check-in detected';
    const evidence = [
      { name: 'Failure reason', value: reason, important: true },
      { name: uptime ? 'Duration' : 'Environment', value: uptime ? '10 s' : 'production', important: false },
    ];
    return {
      title,
      culprit: uptime ? null : job,
      type: 'generic',
      issueType: uptime ? 'uptime_domain_failure' : 'monitor_check_in_failure',
      issueCategory: 'outage',
      level: 'error',
      logger: null,
      platform: uptime ? 'other' : project.language.platform,
      metadata: { title, value: reason },
      message: `${title} ${reason}`,
      location: null,
      transaction: uptime ? url : job,
      isUnhandled: false,
      mechanism: null,
      tags: uptime
        ? [{ key: 'uptime_rule', value: String(random.int(100, 999)) }]
        : [{ key: 'monitor.slug', value: job }],
      hasUser: false,
      entries: () => [],
      extras: (moment) => ({
        occurrence: occurrenceOf(moment, {
          title,
          subtitle: reason,
          culprit: uptime ? '' : job,
          level: 'error',
          kind: uptime ? 7001 : 4001,
          evidence,
          data: uptime ? { url } : { monitor_slug: job },
        }),
      }),
    };
  };
}
