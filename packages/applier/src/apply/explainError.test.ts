import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, ApiUnreachableError, type ApiStatus } from './apiError.ts';
import { explainError } from './explainError.ts';

const web = { verb: 'apply' as const, id: 'Deployment.apps/shop/web', file: 'shop/web.yaml', line: 3, document: 1 };

// Texts as a 1.36 API server gives them.
const answers: [string, number, ApiStatus, { code: string; field?: string; manager?: string }[]][] = [
  [
    'a field of another manager',
    409,
    {
      message: 'Apply failed with 1 conflict: conflict with "kubectl": .spec.replicas',
      details: {
        causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "kubectl"', field: '.spec.replicas' }],
      },
    },
    [{ code: 'conflict', field: '.spec.replicas', manager: 'kubectl' }],
  ],
  [
    'an immutable field',
    422,
    {
      message: 'is invalid',
      details: { causes: [{ message: 'Invalid value: "x": field is immutable', field: 'spec.selector' }] },
    },
    [{ code: 'immutable-field', field: 'spec.selector' }],
  ],
  [
    'two invalid values',
    422,
    {
      message: 'is invalid',
      details: {
        causes: [
          { message: 'Invalid value: -1: must be greater than or equal to 0', field: 'spec.replicas' },
          { message: 'Required value', field: 'spec.template.spec.containers[0].name' },
        ],
      },
    },
    [
      { code: 'invalid', field: 'spec.replicas' },
      { code: 'invalid', field: 'spec.template.spec.containers[0].name' },
    ],
  ],
  [
    'a misspelt field',
    400,
    {
      message:
        'failed to create typed patch object (shop/web; apps/v1, Kind=Deployment): .spec.replica: field not declared in schema',
    },
    [{ code: 'unknown-field', field: 'spec.replica' }],
  ],
  [
    'a value of another type',
    500,
    {
      message:
        'failed to create typed patch object (shop/a; /v1, Kind=ConfigMap): .data.kept: expected string, got &value.valueUnstructured{Value:true}',
    },
    [{ code: 'invalid', field: 'data.kept' }],
  ],
  [
    'two misspelt fields and a value of another type',
    500,
    {
      message:
        'failed to create typed patch object (shop/a; /v1, Kind=ConfigMap): errors:\n  .metadata.lables: field not declared in schema\n  .dat: field not declared in schema\n  .data.kept: expected string, got &value.valueUnstructured{Value:true}',
    },
    [
      { code: 'unknown-field', field: 'metadata.lables' },
      { code: 'unknown-field', field: 'dat' },
      { code: 'invalid', field: 'data.kept' },
    ],
  ],
  [
    'a misspelt field of a custom kind',
    400,
    { message: 'strict decoding error: unknown field "spec.sise"' },
    [{ code: 'unknown-field', field: 'spec.sise' }],
  ],
  [
    'a missing namespace',
    404,
    { message: 'namespaces "shop" not found', details: { kind: 'namespaces', name: 'shop' } },
    [{ code: 'namespace-missing' }],
  ],
  [
    'a verb that RBAC forbids',
    403,
    { message: 'deployments.apps "web" is forbidden: User "x" cannot patch' },
    [{ code: 'forbidden' }],
  ],
  [
    'a denial by a webhook',
    400,
    { message: 'admission webhook "w.example.com" denied the request: no' },
    [{ code: 'denied-by-webhook' }],
  ],
  [
    'a request that is too large for etcd',
    500,
    { message: 'etcdserver: request is too large' },
    [{ code: 'too-large' }],
  ],
  ['an error of the server itself', 500, { message: 'boom' }, [{ code: 'api-error' }]],
];

for (const [what, httpStatus, status, expected] of answers) {
  test(`${what} is reported as ${expected.map(({ code }) => code).join(' and ')}, with object and place`, () => {
    const errors = explainError(new ApiError(httpStatus, status), web);
    assert.deepEqual(
      errors.map(({ message: _message, ...error }) => error),
      expected.map((error) => ({ ...error, id: web.id, file: web.file, line: 3, document: 1 })),
    );
    for (const { message } of errors) assert.match(message, /^Cannot apply Deployment\.apps\/shop\/web: /);
  });
}

test('a server that does not answer is reported as such', () => {
  const [error] = explainError(new ApiUnreachableError('Cannot reach the API server'), web);
  assert.equal(error?.code, 'api-unreachable');
});

const leaks: [number, ApiStatus][] = [
  [400, { message: 'illegal base64 data: hunter2' }],
  [400, { message: 'admission webhook "w" denied the request: hunter2 is weak' }],
  [422, { message: 'hunter2', details: { causes: [{ message: 'Invalid value: "hunter2"', field: 'data.password' }] } }],
  [409, { message: 'hunter2', details: { causes: [{ message: 'conflict with "hunter2"', field: 'data.hunter2' }] } }],
];
for (const [httpStatus, status] of leaks) {
  test(`the text of a ${httpStatus} about a Secret is not repeated (${status.message})`, () => {
    const errors = explainError(new ApiError(httpStatus, status), { ...web, id: 'Secret/shop/login' });
    for (const { message } of errors) assert.doesNotMatch(message, /hunter2/);
  });
}
