import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { de } from '../i18n/de';
import { en } from '../i18n/en';
import { I18nProvider, textsOf } from '../i18n/I18n';
import { someFailure, someHealth } from '../testing/some';
import { FailureText } from './FailureText';
import { failureSentence, providerName } from './failureSentence';

const german = textsOf('de', de);
const english = textsOf('en', en);
const now = Date.parse('2026-01-01T12:00:00Z');
const failing = someHealth({ status: 'unhealthy' });

describe('failureSentence', () => {
  it('is the server’s on an English page, and the catalogue’s with the provider’s name on a German one', () => {
    expect(failureSentence(failing, someFailure(), english, now)).toBe('Google no longer accepts this connection.');
    expect(failureSentence(failing, someFailure(), german, now)).toBe('Gmail nimmt diese Verbindung nicht mehr an.');
  });
  it('says when a limit ends, as long as that is to come', () => {
    const limited = someFailure({ kind: 'rateLimited', retryAfter: '2026-01-01T12:10:00Z' });
    expect(failureSentence(failing, limited, german, now)).toBe('Gmail nimmt vorerst keine weiteren Anfragen an; in 10 Minuten wieder.');
    expect(failureSentence(failing, limited, german, now + 3_600_000)).toBe('Gmail nimmt vorerst keine weiteren Anfragen an.');
  });
  it('never says that there was no answer of what answered late', () => {
    expect(failureSentence(someHealth({ status: 'degraded' }), someFailure({ kind: 'timeout', message: '' }), english, now)).toBe('Gmail answers, but later than it should.');
  });
  it('names what has no vendor, and keeps the name of a host’s own provider', () => {
    expect(providerName('http', german)).toBe('Der Server');
    expect(providerName('billing', german)).toBe('billing');
  });
});

describe('FailureText', () => {
  it('shows the server’s words beside the German ones, and says that they are English', () => {
    render(<I18nProvider texts={german}><FailureText health={failing} failure={someFailure()} /></I18nProvider>);
    expect(screen.getByText('Gmail nimmt diese Verbindung nicht mehr an.')).toHaveAttribute('lang', 'de');
    expect(screen.getByText('Google no longer accepts this connection.')).toHaveAttribute('lang', 'en');
  });
});
