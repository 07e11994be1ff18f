import { occurrenceOf } from '../bodies/occurrence.ts';
import type { StoryMaker } from './story.ts';

const voices = [
  ['Wade Warren', 'wade.warren@example.com', 'The coupon disappears when I change the delivery address.'],
  ['Zoë Müller', 'zoe.mueller@example.de', 'Bezahlen mit Lastschrift geht seit gestern nicht mehr – bitte prüfen!'],
  ['佐藤 花子', 'hanako.sato@example.jp', '検索結果が表示されません。'],
  ['Esther Howard', 'esther.howard@example.com', 'Love the new layout, but the total jumps around while typing 😅'],
  [
    'Guy Hawkins',
    'guy.hawkins@example.net',
    'I was charged twice and cannot find the second order anywhere in my account, please have a look.',
  ],
] as const;

/** A message that an end user sent. */
export function feedbackStory(index: number): StoryMaker {
  return (project, random) => {
    const [name, email, message] = voices[index % voices.length] ?? voices[0];
    const transaction = random.pick(project.transactions);
    return {
      title: 'User Feedback',
      culprit: 'user',
      type: 'feedback',
      issueType: 'feedback',
      issueCategory: 'feedback',
      level: 'info',
      logger: null,
      platform: project.language.platform,
      metadata: {
        title: 'User Feedback',
        value: message,
        message,
        name,
        contact_email: email,
        source: 'new_feedback_envelope',
        initial_priority: 50,
      },
      message,
      location: null,
      transaction,
      isUnhandled: false,
      mechanism: null,
      hasUser: true,
      entries: () => [],
      extras: (moment) => ({
        occurrence: occurrenceOf(moment, {
          title: 'User Feedback',
          subtitle: message,
          culprit: 'user',
          level: 'info',
          kind: 6001,
          evidence: [
            { name: 'name', value: name, important: false },
            { name: 'contact_email', value: email, important: false },
            { name: 'message', value: message, important: true },
          ],
          data: { name, contact_email: email, message, source: 'new_feedback_envelope', associated_event_id: null },
        }),
      }),
    };
  };
}
