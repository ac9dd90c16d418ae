#!/usr/bin/python3
"""The worked example of specs/evidence-index.md section 7, computed without Deed."""
import hashlib, struct
MASTER = bytes(range(0x20, 0x40))
TOKEN = hashlib.blake2b(b"deed/key-store/v1/token/evidence/openings", digest_size=32, key=MASTER).digest()
DID = b"did:weid:ltt53omttzxodzx5sytncx7agysvkisys:0x1a642f0e3c3af545e7acbd38b07251b3990914f1"
SHA = hashlib.sha256(b"hello").digest(); SM3 = hashlib.new("sm3", b"hello").digest()
C = bytes.fromhex("3155ea327defdd729d47c7d1475adb4c37d0c4126dfeacef580a1c3d4b4dddef")
SALT = bytes([7]*32)
def head(m, n):
    if n < 24: return bytes([m<<5|n])
    for i,(f,l) in enumerate((("B",1),("H",2),("I",4),("Q",8))):
        if n < 1<<(8*l): return bytes([m<<5|24+i])+struct.pack(">"+f,n)
def b(x): return head(2,len(x))+x
def t(x): return head(3,len(x))+x
u=lambda n: head(0,n)
doc=head(4,3)+u(5)+b(SHA)+b(SM3)
row=head(4,7)+u(1)+head(4,3)+t(DID)+b(SALT)+doc+b"\xf6"+t(b"greeting.txt")+t(b"K-1")+u(1767323045000)+b"\xf4"
def token(use,v): return struct.unpack(">q",hashlib.blake2b(bytes([use])+v,digest_size=32,key=TOKEN).digest()[:8])[0]
print("row:", row.hex())
print("input:", token(1, b"\0"+SHA+SM3+struct.pack(">Q",5)+struct.pack(">Q",len(DID))+DID+b"K-1"))
print("sha256:", token(2,SHA)); print("sm3:", token(3,SM3)); print("key:", token(4,b"K-1")); print("commitment:", token(5,C))
