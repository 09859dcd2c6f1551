import type { ErrorRule } from './errorRule';
import { anyOf } from '../../text/anyOf';

/** The words of the clouds that serve Claude: Amazon Bedrock, Google Vertex AI, Azure AI Foundry. */
export const CLOUD_RULES: readonly ErrorRule[] = [
  {
    cause: 'provider-credential-rejected',
    from: 'bedrock',
    // 403 {"message":"The security token included in the request is expired"}
    match: anyOf(
      '',
      /security token included in the request/, // The security token included in the request is expired
      /UnrecognizedClientException/, // UnrecognizedClientException: The security token is invalid.
      /ExpiredToken(Exception)?/, // ExpiredTokenException: The token has expired
      /InvalidSignatureException/, // InvalidSignatureException: Signature expired
      /[Ss]ignature we calculated does not match/, // 403 The request signature we calculated does not match
      /InvalidClientTokenId/, // InvalidClientTokenId: The security token is invalid
      /Unable to locate credentials/, // Unable to locate credentials
      /NoCredentialsError/, // botocore.exceptions.NoCredentialsError
      /CredentialsProviderError/, // CredentialsProviderError: Could not load credentials
      /token has expired.{0,40}(sso|refresh)/, // The token has expired. Run aws sso login
      /SSO session/, // The SSO session associated with this profile has expired
    ),
    confidence: 0.88,
  },
  {
    cause: 'provider-credential-rejected',
    from: 'bedrock',
    // AWS authentication failed · run /login and select “Claude Platform on AWS · refresh credentials” · API Error: 403
    match: /AWS authentication failed/,
    confidence: 0.8,
    or: { 'model-not-permitted': 0.4 },
  },
  {
    cause: 'provider-credential-rejected',
    from: 'bedrock',
    // 403 User: arn:aws:sts::123456789012:assumed-role/gw is not authorized to perform: bedrock:InvokeModelWithResponseStream
    match: /is not authorized to perform: bedrock|not authorized to perform/,
    confidence: 0.7,
    or: { 'model-not-permitted': 0.65 },
    decides: ['gateway-log'],
  },
  {
    cause: 'model-not-permitted',
    from: 'bedrock',
    // 403 You don’t have access to the model with the specified model ID.
    match: anyOf(
      '',
      /don['’]t have access to the model/, // 403 You don't have access to the model
      /[Mm]odel use case details have not been submitted/, // 404 Model use case details have not been submitted
      /[Aa]ccess (to|denied).{0,40}model.{0,30}(denied|not enabled)/, // Access to the model is denied
      /model access is denied/, // AccessDeniedException: model access is denied
      /is not allowed to use Publisher Model/, // `*********` is not allowed to use Publisher Model
    ),
  },
  {
    cause: 'region-not-allowed',
    from: 'bedrock',
    // Access to Anthropic models is not allowed from unsupported countries, regions, or territories.
    match: /not allowed from unsupported countries/,
    confidence: 0.75,
    decides: ['show-configuration'],
  },
  {
    cause: 'context-limit-rewritten',
    from: 'bedrock',
    // ValidationException: Input is too long for requested model.
    match: /[Ii]nput is too long for/,
  },
  {
    cause: 'provider-credential-rejected',
    from: 'vertex',
    // 403 Permission ‘aiplatform.endpoints.predict’ denied on resource
    match:
      /Permission ['"‘]?[\w.]+['"’]? denied|caller does not have permission|PERMISSION_DENIED|IAM_PERMISSION_DENIED/,
    confidence: 0.75,
    or: { 'model-not-permitted': 0.6 },
    decides: ['gateway-log'],
  },
  {
    cause: 'provider-credential-rejected',
    from: 'vertex',
    // 401 Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.
    match: /Expected OAuth 2 access token|UNAUTHENTICATED|ACCESS_TOKEN_\w+|invalid_grant|reauth related error/,
    confidence: 0.85,
  },
  {
    cause: 'model-not-routed',
    from: 'vertex',
    // 404 Publisher Model `projects/p/locations/us-east5/publishers/anthropic/models/claude-9` was not found or your project does not have access to it.
    match: /Publisher [Mm]odel .{1,200}not found/,
    or: { 'model-not-permitted': 0.5 },
  },
  {
    cause: 'model-not-routed',
    from: 'vertex',
    // 404 {"error":{"code":404,"message":"Requested entity was not found.","status":"NOT_FOUND"}}
    match: /Requested entity was not found/,
    confidence: 0.75,
    or: { 'wrong-base-path': 0.5, 'model-not-permitted': 0.4 },
    decides: ['gateway-log'],
  },
  {
    cause: 'credential-rejected',
    from: 'azure',
    // 401 Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.
    match: /invalid subscription key or wrong API endpoint/,
    confidence: 0.91,
    or: { 'wrong-base-path': 0.4, 'provider-credential-rejected': 0.3 },
  },
  {
    cause: 'credential-rejected',
    from: 'azure',
    // 401 PermissionDenied: The principal lacks the required data action
    match: /[Pp]rincipal (lacks|does not have)|PermissionDenied/,
    confidence: 0.65,
    or: { 'provider-credential-rejected': 0.6 },
    decides: ['gateway-log'],
  },
  {
    cause: 'unrecognized-fields',
    from: 'bedrock',
    // ValidationException: Malformed input request: extraneous key [context_management] is not permitted, please reformat your input and try again.
    match: /extraneous key \[|Malformed input request: #.{0,80}(not permitted|no subschema matched)/,
  },
];
