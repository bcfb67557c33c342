import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { en } from '../i18n/en';
import { I18nProvider, textsOf } from '../i18n/I18n';
import { someFailure } from '../testing/some';
import { AdviceText } from './FailureText';

function show(retryAfterMs: number) {
  const retryAfter = new Date(Date.now() + retryAfterMs).toISOString();
  render(<I18nProvider texts={textsOf('en', en)}><p><AdviceText failure={someFailure({ kind: 'rateLimited', action: 'wait', retryAfter })} /></p></I18nProvider>);
}

describe('AdviceText', () => {
  it('says when it is tried again', () => {
    show(10 * 60_000);
    expect(screen.getByText(/it is tried again in \d+ minutes\./)).toBeVisible();
  });
  it('promises no try in the past', () => {
    show(-3 * 60_000);
    expect(screen.getByText(en['advice.wait'])).toBeVisible();
  });
});
