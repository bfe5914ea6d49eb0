package io.jenkins.plugins.spindelivery.engine.aws.network;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** Descriptions are read strictly, and all that is wrong is told at once. */
public class DescriptionReaderTest {

    private static NetworkDescription read(String text) {
        return DescriptionReader.read("net.yaml", text.getBytes(StandardCharsets.UTF_8), false);
    }

    private static String wrong(String text) {
        return assertThrows(ProblemException.class, () -> read(text)).getMessage();
    }

    private static List<String> rules(String rule) {
        return read("securityGroups: [{name: a, ingress: [" + rule + "]}]").groups().get(0).ingress().stream()
                .map(GroupRule::toString)
                .toList();
    }

    @Test
    public void aRuleIsOneForEachPeer() {
        assertEquals(
                List.of("ingress tcp 443 10.0.0.0/8", "ingress tcp 443 2001:db8::/32", "ingress tcp 443 other"),
                rules("{ports: 443, cidr: [10.1.2.3/8, \"2001:0DB8:0::1/32\"], group: other}"));
        assertEquals(List.of("ingress all 0.0.0.0/0"), rules("{cidr: 0.0.0.0/0}"));
        assertEquals(List.of("ingress udp 0-65535 1.2.3.4/32"), rules("{protocol: 17, cidr: 1.2.3.4}"));
        assertEquals(List.of("ingress icmp 8--1 0.0.0.0/0"), rules("{protocol: icmp, icmpType: 8, cidr: 0.0.0.0/0}"));
    }

    @Test
    public void networksHaveOneForm() {
        assertEquals(Optional.of("::/0"), Cidr.canonical("0:0:0:0:0:0:0:0/0"));
        assertEquals(Optional.of("fe80::1/128"), Cidr.canonical("fe80:0:0:0:0:0:0:1"));
        assertEquals(Optional.of("2001:db8::/32"), Cidr.canonical("2001:db8:ffff::/32"));
        assertEquals(Optional.of("100.68.0.0/18"), Cidr.canonical("100.68.0.18/18"));
        assertEquals(Optional.empty(), Cidr.canonical("10.0.0.0/33"));
        assertEquals(Optional.empty(), Cidr.canonical("example.com/8"));
        assertEquals(Optional.empty(), Cidr.canonical("300.0.0.0/8"));
    }

    @Test
    public void allThatIsWrongIsToldWithItsLine() {
        assertEquals(
                """
                net.yaml:3: securityGroups[0].ingress[0].ports: 99999 is no port and no range of ports. Write such as 443, \
                8080-8090, or all.
                net.yaml:3: securityGroups[0].ingress[0].cidr: 10.0.0.0/40 is no network. Write such as 10.0.0.0/8 or \
                2001:db8::/32.
                net.yaml:4: There is no field securityGroups[0].ingres. Did you mean ingress?
                net.yaml:6: targetGroups[0].protocol is missing.
                net.yaml:6: targetGroups[0].port is missing.
                net.yaml:8: loadBalancers[0].name: internal-x is no name that AWS takes. Use 1 to 32 letters, digits and \
                dashes, with no dash at either end and not beginning with internal-.
                net.yaml:9: loadBalancers[0].scheme can't be public. It has to be one of internet-facing, internal.
                net.yaml:11: loadBalancers[0].listeners[0].certificates is missing: a listener with the protocol HTTPS needs \
                the ARN of a certificate.
                net.yaml:11: loadBalancers[0].listeners[0].forward: exactly one of forward, redirect and fixedResponse has \
                to be there.""",
                wrong(
                        """
                        securityGroups:
                          - name: a
                            ingress: [{ports: 99999, cidr: 10.0.0.0/40}]
                            ingres: []
                        targetGroups:
                          - name: b
                        loadBalancers:
                          - name: internal-x
                            scheme: public
                            listeners:
                              - {port: 443, protocol: HTTPS}
                        """));
    }

    @Test
    public void nothingIsDescribedTwice() {
        assertEquals(
                "net.yaml:1: securityGroups[1].name: a is described twice.",
                wrong("securityGroups: [{name: a}, {name: a}]"));
        assertEquals(
                "net.yaml: The description is empty. Describe securityGroups, targetGroups or loadBalancers.",
                wrong("# nothing"));
        assertEquals(
                "net.yaml:1: The description names nothing. Describe securityGroups, targetGroups or loadBalancers.",
                wrong("application: shop"));
        assertEquals(
                "net.yaml:1: tags: the tag spin-delivery:operation can't be set here. AWS keeps keys with aws: for itself,"
                        + " and Spin Delivery those with spin-delivery:. Use application, stack and detail.",
                wrong("{tags: {\"spin-delivery:operation\": x}, securityGroups: [{name: a}]}"));
    }
}
