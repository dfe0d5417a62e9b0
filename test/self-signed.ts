import { createPrivateKey, X509Certificate } from "node:crypto";

/** A certificate for 127.0.0.1 that nobody vouches for. Its key is public by lying here and protects nothing. */
const KEY =
  "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgj+1P+qnO11TzAVsxxoIuuZmsVr+eR3kOk5qjVOAraZqhRANCAASgjM/UaPP20BSdtOroVprYlDBChjDz0cCkycUI1MAus3sMDUcAN0Ke504X12qZsLwKpn02jcL2eJYU0hI/E/zy";
const CERTIFICATE =
  "MIIBkDCCATagAwIBAgIUVn3SuGGFtEPB7gIy8TW3ZgMb8O4wCgYIKoZIzj0EAwIwFDESMBAGA1UEAwwJMTI3LjAuMC4xMCAXDTI2MTEyMjIwMTkyNFoYDzIxMjYxMDI5MjAxOTI0WjAUMRIwEAYDVQQDDAkxMjcuMC4wLjEwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASgjM/UaPP20BSdtOroVprYlDBChjDz0cCkycUI1MAus3sMDUcAN0Ke504X12qZsLwKpn02jcL2eJYU0hI/E/zyo2QwYjAdBgNVHQ4EFgQUJHlsxf8Wm1S8zPZPFITx1ksn4AUwHwYDVR0jBBgwFoAUJHlsxf8Wm1S8zPZPFITx1ksn4AUwDwYDVR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMCA0gAMEUCIAyTESDjyfRjeXQC9n4dF+cfHSnB1pVxnWBXiKzNOLQzAiEA615u3Sg0TRMr9ah0fl2paJ6H41vjVMTkwWG6fxWQwTE=";

export const selfSigned = {
  key: createPrivateKey({ key: Buffer.from(KEY, "base64"), format: "der", type: "pkcs8" }).export({
    format: "pem",
    type: "pkcs8",
  }),
  cert: new X509Certificate(Buffer.from(CERTIFICATE, "base64")).toString(),
};
