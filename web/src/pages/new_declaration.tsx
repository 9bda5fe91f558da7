import { NewForm } from './new_form';

export default function NewDeclaration() { return <NewForm form="declaration" />; }
