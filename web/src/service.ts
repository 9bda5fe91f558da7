// What this platform says of itself before anybody signs in: whether it is for training, who may practise, where one practises.
import { useQuery } from '@tanstack/react-query';
import { call } from './api/client';

export interface Service { training: boolean; training_address?: string; trainee?: { sign_in: string; password: string } }

export const useService = () => useQuery({ queryKey: ['service'], staleTime: Infinity, queryFn: () => call<Service>('/v1/service') }).data;
