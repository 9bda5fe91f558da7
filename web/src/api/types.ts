// Shapes of the platform's answers that several pages use. The contract is api/openapi.yaml.
export interface Finding {
  path: string;
  rule: string;
  severity: 'refusal' | 'warning' | 'hint' | string;
  zh: string;
  en: string;
  values?: string[];
  repair?: string;
}

export interface Problem {
  status: number;
  code: string;
  title: string;
  detail?: string;
  findings?: Finding[];
}

export type Role = 'enterprise' | 'desk' | 'inspector' | 'laboratory' | 'fee_desk' | 'certificate_desk' | 'supervisor' | 'administrator' | 'headquarters' | 'partner';
export type FormName = 'declaration' | 'origin';

/** Who is signed in: GET /v1/sessions/current. */
export interface Who {
  sign_in: string;
  name: string;
  office: string;
  office_name_zh: string;
  office_name_en: string;
  unit: number;
  unit_name_zh: string;
  unit_name_en: string;
  roles: Role[];
  second_factor: boolean;
  csrf: string;
  expires_at: string;
  channel: string;
  training: boolean;
}
