// Types of the platform's answers from api/openapi.yaml. The schemas of the forms are served by the platform, not kept as files: a form is read as an object here,
// its fields come from the rules' describe().
import { readFileSync, writeFileSync } from 'node:fs';
import openapi, { astToString } from 'openapi-typescript';

const contract = readFileSync('../api/openapi.yaml', 'utf8').replace(/\$ref: \/v1\/schemas\/[\w.]+/g, 'type: object');
writeFileSync('src/api/schema.ts', astToString(await openapi(contract, { silent: true })));
