import { render, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { en } from '../i18n/en';
import { I18nProvider, textsOf } from '../i18n/I18n';
import { CheckBar } from './CheckBar';

beforeEach(() => {
  vi.stubGlobal('ResizeObserver', class { observe() { /* nothing is laid out here */ } disconnect() { /* nor here */ } });
});

describe('CheckBar', () => {
  it.each([
    ['there are none', [], false, en['bar.none']],
    ['they are being read', undefined, false, en['bar.loading']],
    ['they could not be read', undefined, true, en['bar.failed']],
  ])('says that %s', (_, checks, failed, label) => {
    render(<I18nProvider texts={textsOf('en', en)}><CheckBar checks={checks} failed={failed} now={0} /></I18nProvider>);
    expect(screen.getByRole('img')).toHaveAccessibleName(label);
  });
});
