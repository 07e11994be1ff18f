import { integer, optional, type Row, row, text } from '../gateway/read.ts';
import { builder } from './builder.ts';
import { part } from './member.ts';

const inVersion =
  <T>(name: string, read: (value: unknown) => T) =>
  (info: Row): T | null => {
    const version = optional(info, 'version', row);
    return version && optional(version, name, read);
  };

export const VersionInfo = builder.objectRef<Row>('VersionInfo').implement({
  description: 'A version taken apart.',
  fields: (t) => ({
    package: t.string({ description: 'Package, the part before `@`.', ...part('package', text) }),
    description: t.string({ description: 'Version for display.', ...part('description', text) }),
    buildHash: t.string({ description: 'Hash of the build.', ...part('buildHash', text) }),
    raw: t.string({ description: 'Version without package.', resolve: inVersion('raw', text) }),
    major: t.int({ description: 'First number.', resolve: inVersion('major', integer) }),
    minor: t.int({ description: 'Second number.', resolve: inVersion('minor', integer) }),
    patch: t.int({ description: 'Third number.', resolve: inVersion('patch', integer) }),
    pre: t.string({ description: 'Pre-release part.', resolve: inVersion('pre', text) }),
    buildCode: t.string({ description: 'Build part.', resolve: inVersion('buildCode', text) }),
  }),
});
