#!/bin/sh
# A Ceph of one machine with its gateway for S3, in memory, on loopback; it runs until this script ends.
#
#     apt-get install --no-install-recommends ceph-mon ceph-osd radosgw ceph-common
#     tests/ceph.sh pytest tests/test_stores.py        or: make test-ceph
#
# Whatever command is given finds the gateway's URL in S3_SERVER. Without one, it waits for Ctrl-C.
set -e
folder=$(mktemp -d)
fsid=$(cat /proc/sys/kernel/random/uuid)
osd=$(cat /proc/sys/kernel/random/uuid)
export CEPH_CONF="$folder/ceph.conf"
pids=
trap 'kill $pids 2>/dev/null || true; sleep 1; rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM
mkdir "$folder/log" "$folder/run" "$folder/rgw" "$folder/osd"
cat > "$CEPH_CONF" <<END
[global]
fsid = $fsid
mon_host = [v2:127.0.0.1:40300,v1:127.0.0.1:40789]
public_addr = 127.0.0.1
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 4
osd_pool_default_pg_autoscale_mode = off
mon_allow_pool_size_one = true
osd_crush_chooseleaf_type = 0
osd_objectstore = memstore
memstore_device_bytes = 2147483648
osd_memory_target = 939524096
mon_data_avail_crit = 1
mon_data_avail_warn = 1
run_dir = $folder/run
admin_socket = $folder/run/\$name.\$pid.asok
log_file = $folder/log/\$name.log
keyring = $folder/keyring
mon_data = $folder/mon
osd_data = $folder/osd
rgw_data = $folder/rgw
rgw_frontends = beast endpoint=127.0.0.1:40800
END
ceph-authtool --create-keyring "$folder/keyring" --gen-key -n mon. --cap mon 'allow *' > "$folder/log/made"
for who in client.admin client.rgw.a osd.0; do
    ceph-authtool "$folder/keyring" --gen-key -n $who --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *'
done
monmaptool --create --addv a '[v2:127.0.0.1:40300,v1:127.0.0.1:40789]' --fsid "$fsid" "$folder/map" >> "$folder/log/made"
ceph-mon --mkfs -i a --keyring "$folder/keyring" --monmap "$folder/map"
ceph-mon -i a -f > "$folder/log/mon" 2>&1 & pids="$pids $!"
ceph --connect-timeout 60 osd new "$osd" > "$folder/log/made"
ceph-osd -i 0 --mkfs --osd-uuid "$osd" 2>> "$folder/log/made"
ceph osd crush add osd.0 1.0 root=default host=localhost 2>> "$folder/log/made"
ceph-osd -i 0 -f > "$folder/log/osd" 2>&1 & pids="$pids $!"
radosgw -n client.rgw.a -f > "$folder/log/rgw" 2>&1 & pids="$pids $!"
timeout 120 radosgw-admin -n client.rgw.a user create --uid test --display-name test \
    --access-key AKIDEXAMPLE --secret very-secret-key > "$folder/log/made"
export S3_SERVER=http://127.0.0.1:40800
until curl -fs -o /dev/null "$S3_SERVER/"; do sleep 1; done
echo "S3_SERVER=$S3_SERVER" >&2
if [ $# = 0 ]; then wait; else "$@"; fi
