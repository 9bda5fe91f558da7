import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call } from '../api/client';
import type { Who } from '../api/types';
import { Failure } from '../components/failure';
import { useTitle } from '../components/title';
import { useService } from '../service';
import { signedIn } from '../session';
import { common } from '../text/common';
import { useWords, type Words } from '../text/text';

const words = {
  name: ['登录名', 'Sign-in name'],
  password: ['密码', 'Password'],
  code_if_any: ['一次性口令(没有可不填)', 'One-time code (if you have one)'],
  practise: ['练习:登录名 {0},密码 {1}。', 'To practise: name {0}, password {1}.'],
  code: ['一次性口令(工作人员必填,企业人员没有可不填)', 'One-time code (officers; others if they have one)'],
} satisfies Words;

/** Asks who it is. It stands in place of the page that was asked for, so that nothing is lost. */
export function SignIn({ door = 'browser', onSignedIn }: { door?: 'browser' | 'hall_terminal'; onSignedIn?: () => void }) {
  const t = useWords({ ...common, ...words });
  useTitle(t('sign_in'));
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const order = useMutation({
    mutationFn: () => call<Who>('/v1/sessions', { method: 'POST', body: { sign_in: name.trim(), password, cookie: true, door, ...(code ? { one_time_code: code.trim() } : {}) } }),
    onSuccess: (who) => {
      onSignedIn?.();
      signedIn(client, who);
    },
  });
  const own = door === 'browser';   // at a hall terminal the browser is not to offer what the last one typed
  const trainee = useService()?.trainee;
  const submit = (event: FormEvent) => { event.preventDefault(); order.mutate(); };
  return (
    <form className="card" style={{ maxWidth: 380, margin: '6vh auto' }} onSubmit={submit}>
      <h1>{t('sign_in')}</h1>
      <Failure error={order.error} />
      {trainee && <p className="notice">{t('practise', trainee.sign_in, trainee.password)}</p>}
      <p><label>{t('name')}<input required autoComplete={own ? 'username' : 'off'} value={name} onChange={(e) => setName(e.target.value)} /></label></p>
      <p><label>{t('password')}<input required type="password" autoComplete={own ? 'current-password' : 'off'} value={password} onChange={(e) => setPassword(e.target.value)} /></label></p>
      <p><label>{t(own ? 'code' : 'code_if_any')}<input inputMode="numeric" autoComplete="one-time-code" maxLength={8} value={code} onChange={(e) => setCode(e.target.value)} /></label></p>
      <button className="primary" disabled={order.isPending}>{t('sign_in')}</button>
    </form>
  );
}
