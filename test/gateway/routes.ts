import { gatewayError, json, type Answer } from './answer';
import { message, tokenCount, type Answering } from './messages';
import { modelList } from './models';
import { parsedBody, type RecordedRequest } from './recorded-request';
import { rejection, type Rejection } from './rejections';
import { strictRefusal, type Format } from './strict';

/** How the provider behind the gateway answers, beside the models it knows. */
export interface UpstreamSettings extends Omit<Answering, 'addressed'> {
  readonly models: readonly string[];
  /** As the Anthropic API does: unknown fields, fields without their beta, and unknown betas are refused. */
  readonly strict: boolean;
  readonly rejects: readonly Rejection[];
  readonly format: Format;
  /** The list of models: as the Anthropic API has it, as OpenAI's has it, or none. */
  readonly lists: 'anthropic' | 'openai' | 'none';
}

/** A path that a gateway serves. `upstream` ones go on to the provider with their credential. */
export interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly reach: 'gateway' | 'upstream';
  readonly answer: (
    request: RecordedRequest,
    settings: UpstreamSettings,
    query: URLSearchParams,
    path: RegExpExecArray,
  ) => Answer;
}

function asked(request: RecordedRequest, settings: UpstreamSettings, answer: () => Answer): Answer {
  const { strict, rejects, format } = settings;
  return (
    (strict ? strictRefusal(request, parsedBody(request.body), format) : undefined) ??
    rejection(request.body, rejects) ??
    answer()
  );
}

/** The Messages API at Anthropic's own paths. */
const ANTHROPIC: readonly Route[] = [
  {
    method: 'POST',
    path: /^\/v1\/messages$/,
    reach: 'upstream',
    answer: (request, settings) => asked(request, settings, () => message(request.body, settings.models, settings)),
  },
  {
    method: 'POST',
    path: /^\/v1\/messages\/count_tokens$/,
    reach: 'upstream',
    answer: (request, settings) => asked(request, settings, () => tokenCount(request.body, settings.models, settings)),
  },
  {
    method: 'GET',
    path: /^\/v1\/models$/,
    reach: 'gateway',
    answer: (_, { models, lists }, query) =>
      ({
        anthropic: () => modelList(models, query.get('limit')),
        openai: () => openAiList(models),
        none: () => gatewayError(404, 'not_found_error', 'Not Found'),
      })[lists](),
  },
];

function openAiList(models: readonly string[]): Answer {
  return json(200, {
    object: 'list',
    data: models.map((id) => ({ id, object: 'model', created: 1767225600, owned_by: 'practice' })),
  });
}

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModelWithResponseStream.html */
const BEDROCK: readonly Route[] = [
  {
    method: 'POST',
    path: /^\/model\/([^/]+)\/invoke(-with-response-stream)?$/,
    reach: 'upstream',
    answer: (request, settings, _, [, model = '', stream]) =>
      asBedrock(
        asked(request, settings, () =>
          message(request.body, settings.models, {
            ...settings,
            addressed: { model: decodeURIComponent(model), stream: stream !== undefined, frames: true },
          }),
        ),
      ),
  },
  {
    method: 'GET',
    path: /^\/inference-profiles$/,
    reach: 'gateway',
    answer: (_, { models }) =>
      json(200, {
        inferenceProfileSummaries: models.map((id) => ({
          inferenceProfileId: id,
          inferenceProfileName: id,
          status: 'ACTIVE',
          type: 'SYSTEM_DEFINED',
        })),
      }),
  },
];

/** Bedrock's errors have a message and nothing around it. */
function asBedrock(answer: Answer): Answer {
  if (answer.status < 400) return answer;
  const { error } = JSON.parse(String(answer.body)) as { error: { message: string } };
  const unknown = answer.status === 404;
  return json(
    unknown ? 400 : answer.status,
    { message: unknown ? 'The provided model identifier is invalid.' : error.message },
    { 'x-amzn-requestid': '5e1d0c1e-0000-4000-8000-000000000000', 'x-amzn-errortype': 'ValidationException' },
  );
}

/** https://docs.cloud.google.com/vertex-ai/generative-ai/docs/partner-models/claude */
const VERTEX: readonly Route[] = [
  {
    method: 'POST',
    path: /^\/v1\/projects\/[^/]+\/locations\/[^/]+\/publishers\/anthropic\/models\/count-tokens:rawPredict$/,
    reach: 'upstream',
    answer: (request, settings) => tokenCount(request.body, settings.models, settings),
  },
  {
    method: 'POST',
    path: /^\/v1\/projects\/[^/]+\/locations\/[^/]+\/publishers\/anthropic\/models\/([^:/]+):(rawPredict|streamRawPredict)$/,
    reach: 'upstream',
    answer: (request, settings, _, [, model = '', method]) =>
      asked(request, settings, () =>
        message(request.body, settings.models, {
          ...settings,
          addressed: { model: decodeURIComponent(model), stream: method === 'streamRawPredict', frames: false },
        }),
      ),
  },
];

/** What each format serves. */
export const ROUTES: Readonly<Record<Format, readonly Route[]>> = {
  anthropic: ANTHROPIC,
  bedrock: BEDROCK,
  vertex: VERTEX,
};
