import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CodedError } from '../../src/gateway/http/coded-error.ts';
import { identifiers } from '../../src/gateway/http/identifiers.ts';
import { pages } from '../../src/schema/address.ts';
import { readSentryAddress } from '../../src/schema/sentry-address.ts';

const event = '0123456789abcdef0123456789abcdef';

describe('an address of Sentry', () => {
  const org = { organization: 'acme' };
  it.each<[string, Record<string, string>]>([
    ['https://acme.sentry.io', org],
    ['https://acme.sentry.io/', org],
    ['https://acme.sentry.io/issues/?project=1&query=is%3Aunresolved', org],
    ['https://acme.sentry.io/projects/', org],
    ['https://acme.sentry.io/settings/organization/', org],
    ['https://sentry.io/organizations/acme', org],
    ['https://sentry.io/organizations/acme/issues/', org],
    ['https://www.sentry.io/organizations/acme/', org],
    ['https://sentry.io/settings/acme/', org],
    ['https://sentry.io/api/0/organizations/acme/', org],
    ['https://us.sentry.io/api/0/organizations/acme/', org],
    ['https://eu1.sentry.io/api/0/organizations/acme/', org],
    ['HTTPS://ACME.Sentry.IO/issues/12/', { ...org, issue: '12' }],
    ['  https://acme.sentry.io/issues/12/\n', { ...org, issue: '12' }],
    ['https://acme.sentry.io/issues/12', { ...org, issue: '12' }],
    ['https://acme.sentry.io/issues/12/?referrer=x/y#exception', { ...org, issue: '12' }],
    ['https://acme.sentry.io/issues/12#/issues/13/', { ...org, issue: '12' }],
    ['https://acme.sentry.io/issues/WEB-SHOP-3F/', { ...org, issue: 'WEB-SHOP-3F' }],
    ['https://acme.sentry.io/issues/web-shop-3f/', { ...org, issue: 'web-shop-3f' }],
    ['https://acme.sentry.io/issues/12/activity/', { ...org, issue: '12' }],
    ['https://acme.sentry.io/issues/12/events/?query=x', { ...org, issue: '12' }],
    [`https://acme.sentry.io/issues/12/events/${event}/`, { ...org, issue: '12', event }],
    ['https://acme.sentry.io/issues/12/events/01234567-89AB-CDEF-0123-456789abcdef/', { ...org, issue: '12', event }],
    ['https://acme.sentry.io/issues/12/events/latest/?project=1', { ...org, issue: '12', event: 'latest' }],
    ['https://sentry.io/organizations/acme/issues/12/', { ...org, issue: '12' }],
    ['https://acme.sentry.io/organizations/acme/issues/12/', { ...org, issue: '12' }],
    ['https://us.sentry.io/organizations/acme/issues/12/', { ...org, issue: '12' }],
    ['https://acme.sentry.io/projects/web/', { ...org, project: 'web' }],
    ['https://acme.sentry.io/projects/web/?project=1', { ...org, project: 'web' }],
    ['https://acme.sentry.io/insights/projects/web/', { ...org, project: 'web' }],
    ['https://acme.sentry.io/settings/projects/web/keys/', { ...org, project: 'web' }],
    ['https://sentry.io/settings/acme/projects/web/', { ...org, project: 'web' }],
    ['https://acme.sentry.io/settings/acme/projects/web/filters/data-filters/', { ...org, project: 'web' }],
    [`https://acme.sentry.io/projects/web/events/${event}/`, { ...org, project: 'web', event }],
    ['https://acme.sentry.io/settings/teams/core/members/', { ...org, team: 'core' }],
    ['https://sentry.io/settings/acme/teams/core/', { ...org, team: 'core' }],
    ['https://acme.sentry.io/releases/web%401.0%2B7/?project=1', { ...org, version: 'web@1.0+7' }],
    ['https://acme.sentry.io/releases/web@1.0+7/files-changed/', { ...org, version: 'web@1.0+7' }],
    ['https://acme.sentry.io/explore/releases/1.0/', { ...org, version: '1.0' }],
    ['https://acme.sentry.io/releases/100%2525/', { ...org, version: '100%25' }],
    ['https://sentry.io/api/0/organizations/acme/issues/12/hashes/', { ...org, issue: '12' }],
    ['https://acme.sentry.io/api/0/organizations/acme/issues/12/', { ...org, issue: '12' }],
    [`https://de.sentry.io/api/0/organizations/acme/issues/12/events/${event}/`, { ...org, issue: '12', event }],
    ['https://sentry.io/api/0/organizations/acme/shortids/WEB-1/', { ...org, issue: 'WEB-1' }],
    [`https://sentry.io/api/0/organizations/acme/eventids/${event}/`, { ...org, event }],
    ['https://sentry.io/api/0/organizations/acme/releases/1.0/deploys/', { ...org, version: '1.0' }],
    ['https://sentry.io/api/0/projects/acme/web/', { ...org, project: 'web' }],
    ['https://sentry.io/api/0/projects/acme/4711/keys/', { ...org, project: '4711' }],
    [`https://sentry.io/api/0/projects/acme/web/events/${event}/json/`, { ...org, project: 'web', event }],
    ['https://sentry.io/api/0/projects/acme/web/releases/1.0/', { ...org, project: 'web', version: '1.0' }],
    ['https://sentry.io/api/0/teams/acme/core/projects/', { ...org, team: 'core' }],
  ])('%j', (url, address) => {
    expect(readSentryAddress(url)).toEqual(address);
  });

  it.each([
    'https://sentry.example.com/organizations/acme/issues/12/',
    'https://sentry.io.example.com/organizations/acme/issues/12/',
    'https://notsentry.io/organizations/acme/issues/12/',
    'https://acme.sentry.io@example.com/issues/12/',
    'https://example.com/https://acme.sentry.io/issues/12/',
    'https://user:pass@acme.sentry.io/issues/12/',
    'https://acme.sentry.io:8443/issues/12/',
    'https://acme.sentry.io./issues/12/',
    'https://a.b.sentry.io/issues/12/',
    'https://-acme.sentry.io/issues/12/',
    'https://acme。sentry.io/issues/12/',
    'ftp://acme.sentry.io/issues/12/',
    'javascript:https://acme.sentry.io/issues/12/',
    'acme.sentry.io/issues/12/',
    'https://sentry.io/',
    'https://us.sentry.io/',
    'https://us.sentry.io/issues/12/',
    'https://sentry.io/issues/12/',
    'https://sentry.io/api/0/issues/12/',
    'https://acme.sentry.io/api/0/',
    'https://acme.sentry.io/api/1/organizations/acme/',
    'https://acme.sentry.io/organizations/other/issues/12/',
    'https://acme.sentry.io/api/0/organizations/other/issues/12/',
    'https://sentry.io/organizations/123/issues/12/',
    'https://acme.sentry.io/issues//12/',
    'https://acme.sentry.io//issues/12/',
    'https://acme.sentry.io/issues/12//',
    'https://acme.sentry.io/issues/12/../13/',
    'https://acme.sentry.io/issues/12/%2e%2e/13/',
    'https://acme.sentry.io/issues/..%2f12/',
    'https://acme.sentry.io/issues\\12\\',
    'https://acme.sentry.io/issues/%2531%2532/',
    'https://acme.sentry.io/issues/%/',
    'https://acme.sentry.io/issues/%ff/',
    'https://acme.sentry.io/issues/1 2/',
    'https://acme.sentry.io/issues/1%0d%0a2/',
    'https://acme.sentry.io/issues/views/12/',
    'https://acme.sentry.io/issues/errors-outages/',
    'https://acme.sentry.io/issues/12/events/nonsense/',
    `https://acme.sentry.io/projects/web/events/latest/`,
    'https://acme.sentry.io/projects/Web Shop/',
    'https://acme.sentry.io/releases/a%2Fb/',
    'https://acme.sentry.io/releases/%2E%2E/',
    'https://acme.sentry.io/releases/latest/',
    'https://acme.sentry.io/settings/members/12/',
    'https://acme.sentry.io/settings/account/details/',
    'https://acme.sentry.io/dashboards/1/',
    'https://sentry.io/api/0/organizations/acme/issues/',
    'https://sentry.io/api/0/organizations/acme/members/12/',
    '',
  ])('is not %j', (url) => {
    expect(() => readSentryAddress(url)).toThrow(CodedError);
  });

  it('says which ones are understood', () => {
    expect(() => readSentryAddress('https://sentry.example.com/issues/12/')).toThrow(
      /organization, project, team, issue, event or release on sentry\.io/,
    );
  });
});

describe('every page that the graph gives as `url`', () => {
  const slug = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
  const organization = slug.filter((text) => !/^([0-9]+|www|us|de)$/.test(text));
  const project = fc.stringMatching(/^[a-z0-9_-]{1,40}$/);
  const issue = fc.oneof(fc.stringMatching(/^[0-9]{1,20}$/), fc.stringMatching(/^[A-Z0-9_-]{1,20}-[0-9A-Z]{1,13}$/));
  const id = fc.stringMatching(/^[0-9a-f]{32}$/);
  const accepted = (check: (text: string) => string) => (text: string) => {
    try {
      return check(text) === text;
    } catch {
      return false;
    }
  };
  const version = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }).filter(accepted(identifiers.version));
  const team = fc.stringMatching(/^[a-z0-9_-]{1,50}$/);

  it('leads back to its object', () => {
    fc.assert(
      fc.property(organization, project, issue, id, version, team, (acme, web, number, error, release, core) => {
        const back = (url: string) => readSentryAddress(url);
        expect(back(pages.organization(acme))).toEqual({ organization: acme });
        expect(back(pages.project(acme, web))).toEqual({ organization: acme, project: web });
        expect(back(pages.issue(acme, number))).toEqual({ organization: acme, issue: number });
        expect(back(pages.event(acme, number, error))).toEqual({ organization: acme, issue: number, event: error });
        expect(back(pages.projectEvent(acme, web, error))).toEqual({ organization: acme, project: web, event: error });
        expect(back(pages.team(acme, core))).toEqual({ organization: acme, team: core });
        expect(back(pages.release(acme, release))).toEqual({ organization: acme, version: release });
      }),
      { numRuns: 500 },
    );
  });

  it('is no other text: what is understood has valid parts, what is not is refused', () => {
    const piece = fc.oneof(
      fc.constantFrom('issues', 'projects', 'settings', 'teams', 'releases', 'organizations', 'events', 'api', '0'),
      fc.constantFrom('..', '.', '%2e%2e', '%2f', '%00', '\\', '@', ':', '?', '#', 'acme', 'latest', '12', ''),
      fc.string({ unit: 'binary', maxLength: 8 }),
    );
    const host = fc.constantFrom('https://sentry.io/', 'https://acme.sentry.io/', 'https://us.sentry.io/api/0/');
    fc.assert(
      fc.property(host, fc.array(piece, { maxLength: 7 }), (start, pieces) => {
        try {
          const { organization: slugOf, ...parts } = readSentryAddress(start + pieces.join('/'));
          expect(identifiers.organization(slugOf)).toBe(slugOf);
          if (parts.project !== undefined) expect(identifiers.project(parts.project)).toBe(parts.project);
          if (parts.team !== undefined) expect(identifiers.team(parts.team)).toBe(parts.team);
          if (parts.issue !== undefined) expect(identifiers.issue(parts.issue)).toBe(parts.issue);
          if (parts.version !== undefined) expect(identifiers.version(parts.version)).toBe(parts.version);
          if (parts.event !== undefined) expect(identifiers.eventOrWord(parts.event)).toBe(parts.event);
        } catch (error) {
          expect(error).toBeInstanceOf(CodedError);
        }
      }),
      { numRuns: 3_000 },
    );
  });
});
