import { describe, expect, it } from 'vitest';
import { de } from '../../i18n/de';
import { en } from '../../i18n/en';
import { textsOf } from '../../i18n/I18n';
import { dataLabel, dataText } from './data';

const german = textsOf('de', de);

describe('what a checker found', () => {
  it('bears a name of the catalogue, however it is written', () => {
    expect(dataLabel('timeZone', german)).toBe('Zeitzone');
    expect(dataLabel('team_id', german)).toBe('Workspace-Id');
    expect(dataLabel('id', textsOf('en', en))).toBe('Id at the provider');
  });
  it('is named by its own name where nothing is known of it', () => {
    expect(dataLabel('shoeSize', german)).toBe('Shoe Size');
  });
  it('is written with its unit', () => {
    expect(dataText('handshakeMs', '1250', german)).toBe('1,3 Sek.');
    expect(dataText('quotaUsedPercent', '42', german)).toBe('42\u00a0%');
    expect(dataText('livemode', 'true', german)).toBe('Ja');
    expect(dataText('login', '', german)).toBe('');
  });
});
