import { flag, json, type Row, rows, text } from '../../gateway/read.ts';
import { builder } from '../builder.ts';
import { part } from '../member.ts';
import { sensitive } from '../sensitive.ts';
import { label } from './label.ts';
import { moment } from './moment.ts';

const Evidence = builder.objectRef<Row>('Evidence').implement({
  description: 'A piece of evidence.',
  fields: (t) => ({
    name: t.string({
      nullable: false,
      description: 'Label.',
      resolve: label('name'),
    }),
    value: t.string({ description: 'Text.', ...part('value', text) }),
    important: t.boolean({ description: 'Whether to show it first.', ...part('important', flag) }),
  }),
});

export const Occurrence = builder.objectRef<Row>('Occurrence').implement({
  description: 'A problem found by Sentry rather than reported by an SDK.',
  fields: (t) => ({
    issueTitle: t.string({ description: 'Title.', ...part('issueTitle', text) }),
    subtitle: t.string({ description: 'Second line.', ...part('subtitle', text) }),
    culprit: t.string({ description: 'Where it happened.', ...part('culprit', text) }),
    detectionTime: t.field({
      type: 'DateTime',
      description: 'When it was found.',
      ...part('detectionTime', moment),
    }),
    evidenceDisplay: t.field({
      type: [Evidence],
      description: 'Evidence, ready to show.',
      ...part('evidenceDisplay', rows),
    }),
    evidenceData: t.field({
      type: 'JSON',
      description: 'Evidence, raw; needs the SENSITIVE scope.',
      ...sensitive(part('evidenceData', json)),
    }),
  }),
});
