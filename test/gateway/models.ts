import { json, upstreamError, type Answer } from './answer';

/** The models a practice gateway knows unless told otherwise. */
export const PRACTICE_MODELS: readonly string[] = [
  'claude-opus-5-5',
  'claude-sonnet-5-5',
  'claude-haiku-5-5',
  'claude-sonnet-4-6',
  'claude-opus-4-8',
];

/** 'claude-opus-5-5' → 'Claude Opus 5.5'; names of another form stay as they are. */
function displayName(id: string): string {
  const parts = /^claude-([a-z]+)-(\d+)-(\d+)$/.exec(id);
  const [, family = '', major = '', minor = ''] = parts ?? [];
  return parts === null ? id : `Claude ${family.charAt(0).toUpperCase()}${family.slice(1)} ${major}.${minor}`;
}

/** The answer to GET /v1/models, in the form of the Anthropic API. */
export function modelList(models: readonly string[], limitText: string | null): Answer {
  const limit = limitText === null ? 20 : Number(limitText);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) {
    return upstreamError(400, 'invalid_request_error', 'limit: Input should be between 1 and 1000');
  }
  const data = models
    .slice(0, limit)
    .map((id) => ({ type: 'model', id, display_name: displayName(id), created_at: '2026-01-01T00:00:00Z' }));
  return json(200, {
    data,
    has_more: models.length > limit,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
  });
}
