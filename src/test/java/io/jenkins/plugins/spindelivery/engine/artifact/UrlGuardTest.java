package io.jenkins.plugins.spindelivery.engine.artifact;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** Which addresses and URLs are let through. */
public class UrlGuardTest {
    private static final HostResolver NO_LOOK_UP = host -> {
        throw new AssertionError("looked up " + host);
    };

    private static UrlGuard guard(FetchPolicy policy, HostResolver resolver) {
        return new UrlGuard(policy, resolver, Optional.empty());
    }

    private static String refusal(UrlGuard guard, String url) {
        Problem problem = assertThrows(url, ProblemException.class, () -> guard.check(UrlGuard.parse(url)))
                .problems()
                .get(0);
        assertFalse(problem.describe(), problem.describe().contains("s3cr3t"));
        return problem.code();
    }

    @Test
    public void addressesByKind() throws UnknownHostException {
        Map<String, AddressKind> kinds = new LinkedHashMap<>();
        kinds.put("93.184.216.34", AddressKind.ORDINARY);
        kinds.put("10.1.2.3", AddressKind.ORDINARY);
        kinds.put("192.168.0.1", AddressKind.ORDINARY);
        kinds.put("fd12::1", AddressKind.ORDINARY);
        kinds.put("2001:db8::1", AddressKind.ORDINARY);
        kinds.put("127.0.0.1", AddressKind.LOOPBACK);
        kinds.put("127.255.1.1", AddressKind.LOOPBACK);
        kinds.put("::1", AddressKind.LOOPBACK);
        kinds.put("::ffff:127.0.0.1", AddressKind.LOOPBACK);
        kinds.put("::127.0.0.1", AddressKind.LOOPBACK);
        kinds.put("64:ff9b::7f00:1", AddressKind.LOOPBACK);
        kinds.put("2002:7f00:1::", AddressKind.LOOPBACK);
        kinds.put("169.254.1.1", AddressKind.LINK_LOCAL);
        kinds.put("fe80::1", AddressKind.LINK_LOCAL);
        kinds.put("169.254.169.254", AddressKind.METADATA);
        kinds.put("169.254.170.2", AddressKind.METADATA);
        kinds.put("::ffff:169.254.169.254", AddressKind.METADATA);
        kinds.put("64:ff9b::a9fe:a9fe", AddressKind.METADATA);
        kinds.put("2002:a9fe:a9fe::", AddressKind.METADATA);
        kinds.put("fd00:ec2::254", AddressKind.METADATA);
        kinds.put("100.100.100.200", AddressKind.METADATA);
        kinds.put("0.0.0.0", AddressKind.RESERVED);
        kinds.put("0.1.2.3", AddressKind.RESERVED);
        kinds.put("::", AddressKind.RESERVED);
        kinds.put("224.0.0.1", AddressKind.RESERVED);
        kinds.put("ff02::1", AddressKind.RESERVED);
        kinds.put("240.0.0.1", AddressKind.RESERVED);
        kinds.put("255.255.255.255", AddressKind.RESERVED);
        for (Map.Entry<String, AddressKind> entry : kinds.entrySet()) {
            assertEquals(entry.getKey(), entry.getValue(), AddressKind.of(InetAddress.getByName(entry.getKey())));
        }
    }

    @Test
    public void hostsInAnyWriting() {
        UrlGuard guard = guard(FetchPolicy.DEFAULT, HostResolver.SYSTEM);
        assertEquals("artifact.address-loopback", refusal(guard, "http://127.0.0.1/"));
        assertEquals("artifact.address-loopback", refusal(guard, "http://2130706433/"));
        assertEquals("artifact.url-host", refusal(guard, "http://127.1/"));
        assertEquals("artifact.address-loopback", refusal(guard, "http://[::1]:8080/"));
        assertEquals("artifact.address-loopback", refusal(guard, "http://[::ffff:127.0.0.1]/"));
        assertEquals("artifact.address-loopback", refusal(guard, "http://localhost/"));
        assertEquals("artifact.address-loopback", refusal(guard, "HTTP://LOCALHOST/"));
        assertEquals("artifact.address-metadata", refusal(guard, "http://169.254.169.254/latest?x=s3cr3t"));
        assertEquals("artifact.address-metadata", refusal(guard, "http://[fd00:ec2::254]/"));
        assertEquals("artifact.address-reserved", refusal(guard, "http://0.0.0.0/"));
        assertEquals("artifact.address-link-local", refusal(guard, "http://[fe80::1]/"));
        guard.check(UrlGuard.parse("http://10.0.0.1/"));
    }

    @Test
    public void everyAddressOfAHostHasToBeAllowed() throws UnknownHostException {
        InetAddress[] addresses = {InetAddress.getByName("93.184.216.34"), InetAddress.getByName("169.254.169.254")};
        assertEquals(
                "artifact.address-metadata",
                refusal(guard(FetchPolicy.DEFAULT, host -> addresses), "http://both.example/"));
    }

    @Test
    public void thePolicyAllowsKindsAndHosts() {
        FetchPolicy loopback = FetchPolicy.DEFAULT.allowing(AddressKind.LOOPBACK);
        guard(loopback, HostResolver.SYSTEM).check(UrlGuard.parse("http://127.0.0.1/"));
        assertEquals(
                "artifact.address-link-local", refusal(guard(loopback, HostResolver.SYSTEM), "http://169.254.0.9/"));
        assertEquals(
                "artifact.address-metadata",
                refusal(
                        guard(FetchPolicy.DEFAULT.allowing(AddressKind.LINK_LOCAL), HostResolver.SYSTEM),
                        "http://169.254.169.254/"));

        FetchPolicy port = FetchPolicy.DEFAULT.allowingHost("CMDB.example:8080");
        guard(port, NO_LOOK_UP).check(UrlGuard.parse("http://cmdb.example:8080/x"));
        HostResolver here = host -> new InetAddress[] {InetAddress.getLoopbackAddress()};
        assertEquals("artifact.address-loopback", refusal(guard(port, here), "http://cmdb.example/x"));
        guard(FetchPolicy.DEFAULT.allowingHost("cmdb.example:443"), NO_LOOK_UP)
                .check(UrlGuard.parse("https://cmdb.example/x"));
        guard(FetchPolicy.DEFAULT.allowingHost("cmdb.example"), NO_LOOK_UP)
                .check(UrlGuard.parse("https://cmdb.example:9/x"));
    }

    @Test
    public void onlyPlainHttpUrls() {
        UrlGuard guard = guard(FetchPolicy.DEFAULT, NO_LOOK_UP);
        assertEquals("artifact.url-scheme", refusal(guard, "file:///etc/passwd"));
        assertEquals("artifact.url-scheme", refusal(guard, "jar:http://x/y!/z"));
        assertEquals("artifact.url-scheme", refusal(guard, "ftp://example.org/"));
        assertEquals("artifact.url-scheme", refusal(guard, "/path"));
        assertEquals("artifact.url-credentials", refusal(guard, "http://user:s3cr3t@example.org/"));
        assertEquals("artifact.url-host", refusal(guard, "http:///path"));
        assertEquals("artifact.url-host", refusal(guard, "http://example.org:99999/"));
        assertEquals("artifact.url-malformed", refusal(guard, "http://example.org/a b?s3cr3t"));
        assertEquals("artifact.url-scheme", refusal(guard, ""));
    }

    @Test
    public void behindAProxyAnUnknownNameIsTheProxysToFind() {
        HostResolver nobody = host -> {
            throw new UnknownHostException(host);
        };
        ProxySelector proxy = ProxySelector.of(new InetSocketAddress("127.0.0.1", 3128));
        new UrlGuard(FetchPolicy.DEFAULT, nobody, Optional.of(proxy)).check(UrlGuard.parse("http://outside.example/"));
        assertEquals(
                "artifact.address-metadata",
                refusal(
                        new UrlGuard(FetchPolicy.DEFAULT, HostResolver.SYSTEM, Optional.of(proxy)),
                        "http://169.254.169.254/"));
        assertEquals("artifact.unknown-host", refusal(guard(FetchPolicy.DEFAULT, nobody), "http://outside.example/"));
    }

    @Test
    public void urlsAreShownWithoutTheirSecrets() throws IOException {
        assertEquals("https://h:1/p?…", SafeUrl.display("https://user:pw@h:1/p?token=x#y"));
        assertEquals("https://h/p", SafeUrl.display("https://h/p#s3cr3t"));
        assertEquals("https://h", SafeUrl.origin("https://user@h/p?q"));
        assertEquals("URL", SafeUrl.display("http://a b"));
        assertEquals("URL", SafeUrl.display("s3cr3t"));
        assertEquals(List.of(), List.copyOf(FetchPolicy.DEFAULT.allowedHosts()));
    }
}
