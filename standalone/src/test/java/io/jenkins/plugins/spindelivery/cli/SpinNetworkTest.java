package io.jenkins.plugins.spindelivery.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Load balancers and security groups by the command line, and destroying by tags, against the peer. */
public class SpinNetworkTest {
    private static final String GROUPS =
            """
            application: shop
            securityGroups:
              - {name: shop-lb, ingress: [{ports: 80, cidr: 0.0.0.0/0}], egress: []}
            """;
    private static final String BALANCERS = GROUPS
            + """
                    targetGroups:
                      - {name: shop-web, protocol: HTTP, port: 8080}
                    loadBalancers:
                      - name: shop
                        scheme: internal
                        subnets: [SUBNETS]
                        securityGroups: [shop-lb]
                        listeners: [{port: 80, protocol: HTTP, forward: shop-web}]
                    """;
    private static final String ALL =
            "SecurityGroup shop-lb, TargetGroup shop-web, LoadBalancer shop, Listener shop:80";

    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Rule
    public final SpinProcesses processes = new SpinProcesses(this::environment);

    private final PeerAccount account = AWS.account();
    private TestConsole console;
    private String balancers;
    private int code;

    @Before
    public void description() {
        balancers =
                BALANCERS.replace("SUBNETS", String.join(", ", account.subnets().subList(0, 2)));
    }

    private Map<String, String> environment() {
        return new HashMap<>(Map.of(
                "XDG_STATE_HOME",
                folder.getRoot().toString(),
                "AWS_ACCESS_KEY_ID",
                account.accessKey(),
                "AWS_SECRET_ACCESS_KEY",
                account.secret(),
                "AWS_REGION",
                PeerAccount.REGION));
    }

    private void run(String input, String... arguments) {
        console = new TestConsole().in(input);
        environment().forEach(console::env);
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--endpoint-url", account.endpoint()));
        code = console.spin(all.toArray(String[]::new));
    }

    private JsonNode json() throws Exception {
        return new ObjectMapper().readTree(console.out());
    }

    /** Such as {@code created: TargetGroup web}; of the same action all. */
    private static String told(JsonNode result) {
        Map<String, List<String>> byAction = new LinkedHashMap<>();
        StreamSupport.stream(result.path("objects").spliterator(), false).forEach(object -> byAction.computeIfAbsent(
                        object.path("action").asText(), first -> new ArrayList<>())
                .add(object.path("kind").asText() + " " + object.path("name").asText()));
        return byAction.entrySet().stream()
                .map(each -> each.getKey() + ": " + String.join(", ", each.getValue()))
                .collect(Collectors.joining("; "));
    }

    private int writes() {
        return account.count("(ec2|elasticloadbalancing):(?!Describe).*");
    }

    @Test
    public void whatIsDescribedIsMadeOnceAndDestroyedByItsTags() throws Exception {
        run(balancers, "load-balancer", "apply", "-f", "-", "--dry-run", "-o", "json");
        assertEquals(console.err(), 0, code);
        assertEquals("created: " + ALL, told(json()));
        assertEquals(
                "+ ingress tcp 80 0.0.0.0/0",
                json().at("/outputs/changes/0/changes/0").asText());
        assertEquals(0, writes());

        run(balancers, "load-balancer", "apply", "-f", "-");
        assertEquals(console.err(), 0, code);
        assertTrue(
                console.out(),
                console.out()
                        .contains(
                                """
                                KIND           NAME                   ACTION   STATUS
                                SecurityGroup  eu-central-1/shop-lb   created  stable
                                TargetGroup    eu-central-1/shop-web  created  stable
                                LoadBalancer   eu-central-1/shop      created  stable
                                Listener       eu-central-1/shop:80   created  stable
                                """));

        account.forget();
        run(balancers, "load-balancer", "apply", "-f", "-", "-o", "json");
        assertEquals("unchanged: " + ALL, told(json()));
        assertTrue(json().at("/outputs/loadBalancers/shop/dnsName").asText().contains("shop"));
        assertEquals(0, writes());

        run("", "aws", "destroy", "--tag", "application=shop", "--dry-run", "-o", "json");
        assertEquals("deleted: LoadBalancer shop, TargetGroup shop-web, SecurityGroup shop-lb", told(json()));
        assertEquals(0, writes());
        run("", "aws", "destroy", "--tag", "application=shop", "--kind", "securityGroups", "-o", "json");
        assertEquals(2, code);
        assertEquals("aws.destroy-in-use", json().at("/errors/0/code").asText());
        assertEquals(0, writes());

        run("", "aws", "destroy", "--tag", "application=shop");
        assertEquals(console.err(), 0, code);
        assertTrue(
                console.out(),
                console.out()
                        .replaceAll("sg-[0-9a-f]+", "ID")
                        .contains(
                                """
                                KIND           NAME                   ACTION   STATUS  MESSAGE
                                LoadBalancer   eu-central-1/shop      deleted  stable
                                TargetGroup    eu-central-1/shop-web  deleted  stable
                                SecurityGroup  eu-central-1/shop-lb   deleted  stable  ID
                                """));
        assertEquals(List.of(), account.leftovers(PeerAccount.REGION));
    }

    @Test
    public void securityGroupsAloneAndWhatIsWrong() throws Exception {
        run(GROUPS, "security-group", "apply", "-f", "-", "-o", "json");
        assertEquals(console.err(), 0, code);
        assertEquals("created: SecurityGroup shop-lb", told(json()));
        account.forget();
        run(balancers, "security-group", "apply", "-f", "-", "-o", "json");
        assertEquals(2, code);
        assertEquals("aws.network-only-groups", json().at("/errors/0/code").asText());
        run(GROUPS.replace("ports", "prots"), "security-group", "apply", "-f", "-");
        assertEquals(2, code);
        assertTrue(console.err(), console.err().contains("prots"));
        run(
                GROUPS.replace("ingress: [{ports: 80, cidr: 0.0.0.0/0}]", "description: other"),
                "security-group",
                "apply",
                "-f",
                "-",
                "-o",
                "json");
        assertEquals(2, code);
        assertEquals("aws.network-fixed", json().at("/errors/0/code").asText());
        assertEquals(0, writes());
    }

    @Test
    public void aSelectorMustSelectAndOneThatSelectsNothingSaysSo() throws Exception {
        run("", "aws", "destroy", "--tag", "shop", "-o", "json");
        assertEquals(2, code);
        assertEquals("cli.tag-form", json().at("/errors/0/code").asText());
        run("", "aws", "destroy", "--tag", "stack=test", "-o", "json");
        assertEquals(2, code);
        run("", "aws", "destroy", "--tag", "a=b", "--kind", "pods", "-o", "json");
        assertEquals(2, code);
        assertEquals("aws.destroy-kind", json().at("/errors/0/code").asText());
        run("", "aws", "destroy", "--tag", "aplication=shop");
        assertEquals(0, code);
        assertTrue(console.err(), console.err().contains("Did you mean application?"));
    }

    @Test
    public void goesOnAfterAKill() throws Exception {
        Path file = Files.writeString(folder.getRoot().toPath().resolve("net.yaml"), balancers);
        Path state = folder.newFolder().toPath().resolve("state.json");
        account.rules().delay(Duration.ofHours(1));
        Process apply = processes.start(
                "load-balancer",
                "apply",
                "-f",
                file.toString(),
                "--state",
                state.toString(),
                "--endpoint-url",
                account.endpoint());
        BufferedReader progress = apply.inputReader(StandardCharsets.UTF_8);
        // The balancer is being provisioned then, for as long as the peer is told.
        SpinProcesses.readUntil(progress, line -> line.contains("Listener") && line.contains("created"));
        SpinProcesses.signal(apply, "KILL");
        assertEquals(137, SpinProcesses.exitCode(apply));

        account.rules().delay(Duration.ZERO);
        Process resume = processes.start("resume", state.toString(), "-o", "json");
        JsonNode result = SpinProcesses.quietJson(resume);
        assertEquals(result.path("errors").toString(), 0, SpinProcesses.exitCode(resume));
        assertEquals("created: " + ALL, told(result));
        for (String made : List.of("LoadBalancer", "TargetGroup", "Listener")) {
            assertEquals(made, 1, account.count("elasticloadbalancing:Create" + made));
        }
        assertEquals(1, account.count("ec2:CreateSecurityGroup"));
        assertFalse(Files.exists(state));
    }
}
