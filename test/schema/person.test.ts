import { describe, expect, it } from 'vitest';
import type { Scope } from '../../src/context.ts';
import { impersonal, namesPerson } from '../../src/schema/person.ts';

const client = (...scopes: Scope[]) => ({ viewer: { scopes } });

describe('keys of tags that name a person', () => {
  it.each([
    'user',
    'User',
    'user.id',
    'user.email',
    'user.anything',
    'user_id',
    'sentry:user',
    'ip',
    'ip_address',
    'email',
    'username',
  ])('%s does', (key) => expect(namesPerson(key)).toBe(true));

  it.each(['browser', 'os', 'userland', 'superuser', 'user-agent', 'zip', 'ipv6', 'email.template', 'usertype'])(
    '%s does not',
    (key) => expect(namesPerson(key)).toBe(false),
  );
});

describe('searches after a person', () => {
  it.each([
    'user:jane',
    'user.email:jane@acme.com',
    '!user.email:jane@acme.com',
    'is:unresolved USER.IP:1.2.3.4',
    '"user.email":jane',
    '("user.id":7)',
    '(level:error OR user.username:jane)',
    'level:error(user:jane)',
    'tags[user]:jane',
    'tags[user.email]:"jane"',
    'tags["user"]:jane',
    'tags[user,string]:jane',
    'sentry:user:jane',
    'user.email:[a@b.c,d@e.f]',
    'has:user',
    '!has:user.email',
    'has:"user.ip"',
    'has: user',
    'has:[browser, user]',
    'count_unique(user):>5',
    'count_if(user.email,equals,"jane"):>0',
    'ip:1.2.3.4',
    'email:jane@acme.com',
    'message:"x" user.id:7',
    'message:"open user.id:7',
    'text\\" user.id:7',
    'user.email :jane',
    'level:error\tuser:7',
    'level:error\u00a0user:7',
    'user.email:*@acme.com',
    'user.email:>a',
    'release:1.0 AND(user.email:jane)',
  ])('%s is refused', (query) => {
    expect(() => impersonal(query, client('READ', 'WRITE'))).toThrow(/SENSITIVE/);
    expect(impersonal(query, client('READ', 'SENSITIVE'))).toBe(query);
  });

  it.each(['user ', 'user.a', 'has:', 'has:((((', '((((', '(,', '" ', 'user, a ', '[user', 'sentry:'])(
    'takes no longer than the text is long: %s, over and over',
    (piece) => {
      const started = performance.now();
      for (const query of [piece.repeat(200_000), `${piece}${' '.repeat(500_000)}`, `user.${'a'.repeat(1_000_000)}`]) {
        try {
          impersonal(query, client('READ'));
        } catch {
          // Refused is as good as let through here.
        }
      }
      expect(performance.now() - started).toBeLessThan(1_000);
    },
  );

  it.each([
    '',
    null,
    undefined,
    'is:unresolved',
    'level:error release:1.0',
    'a user could not log in',
    'userland:1',
    'superuser:yes',
    'browser.name:Chrome',
    'user-agent:curl',
    'zip:123',
    'has:browser',
    'jane@acme.com',
    'times_seen:>10 users_seen:>3',
    'assigned:jane@acme.com',
  ])('%s is let through', (query) => {
    expect(impersonal(query, client('READ'))).toBe(query);
  });
});
