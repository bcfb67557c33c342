import { describe, expect, it } from 'vitest';
import { headersOf, headersText } from '../../components/headers';
import { bodyOf, clockOf, draftOf, newChannel, timeOf } from './channel';

describe('bodyOf', () => {
  it('sends neither what the server alone knows nor an empty secret', () => {
    const body = bodyOf({ ...draftOf({ ...newChannel('UTC'), id: 'ops', hasSecret: true, origin: 'runtime', disabledReason: 'gone' }) });
    expect(body).not.toHaveProperty('hasSecret');
    expect(body).not.toHaveProperty('origin');
    expect(body).not.toHaveProperty('disabledReason');
    expect(body).not.toHaveProperty('secret');
  });
  it('sends a secret that was written', () => expect(bodyOf({ ...newChannel('UTC'), secret: 'whsec_x' }).secret).toBe('whsec_x'));
  it('leaves out settings that were emptied, and keeps what is off', () => {
    expect(bodyOf({ ...newChannel('UTC'), settings: { url: 'https://a.example', from: '', port: null, useTls: false } }).settings).toEqual({ url: 'https://a.example', useTls: false });
  });
});

describe('times of quiet hours', () => {
  it('go from the field to the server and back', () => {
    expect(timeOf('22:30')).toBe('22:30:00');
    expect(clockOf(timeOf('07:00'))).toBe('07:00');
  });
});

describe('headers', () => {
  it('are one a line, with colons in their values', () => {
    expect(headersOf('X-Team: platform\n\nX-Link: https://a.example')).toEqual({ 'X-Team': 'platform', 'X-Link': 'https://a.example' });
    expect(headersText(headersOf('X-Team: platform'))).toBe('X-Team: platform');
  });
});
