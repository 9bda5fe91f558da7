import { NewForm } from './new_form';

export default function NewApplication() { return <NewForm form="origin" />; }
