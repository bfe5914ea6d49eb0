package io.jenkins.plugins.spindelivery.engine.aws.network;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegion;
import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Descriptions are made so, and nothing else is touched. */
public class AwsNetworkTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    private static final String EVERYTHING =
            """
            application: shop
            stack: test
            tags: {team: blue}
            securityGroups:
              - name: shop-lb
                description: Balancer of the shop
                ingress:
                  - {ports: 80, cidr: [0.0.0.0/0, "::/0"], description: everyone}
                egress:
                  - {ports: 8080, group: shop-web}
              - name: shop-web
                ingress:
                  - {ports: 8080-8081, group: shop-lb}
                  - {protocol: icmp, cidr: 10.0.0.0/8}
            targetGroups:
              - name: shop-web
                protocol: HTTP
                port: 8080
                healthCheck: {path: /healthz, interval: 10, timeout: 4, healthyThreshold: 2, codes: "200-299"}
                deregistrationDelay: 20
              - {name: shop-canary, protocol: HTTP, port: 8080}
            loadBalancers:
              - name: shop
                type: application
                scheme: internal
                subnets: [SUBNETS]
                securityGroups: [shop-lb]
                attributes: {idle_timeout.timeout_seconds: 30}
                listeners:
                  - port: 80
                    protocol: HTTP
                    forward: [{targetGroup: shop-web, weight: 9}, {targetGroup: shop-canary}]
                    rules:
                      - {priority: 10, when: {path: [/old/*]}, redirect: {path: /new, status: HTTP_302}}
                      - {priority: 20, when: {host: [a.example.com], method: GET, header: {X-Beta: "1"}}, forward: shop-canary}
                  - {port: 81, protocol: HTTP, fixedResponse: {status: 503, body: later}}
            """;

    private static final String ALL =
            """
            SecurityGroup shop-lb
            SecurityGroup shop-web
            TargetGroup shop-web
            TargetGroup shop-canary
            LoadBalancer shop
            Listener shop:80
            Listener shop:81""";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private PeerAccount account;
    private NetworkRun run;
    private String everything;

    @Before
    public void anAccount() {
        account = AWS.account();
        run = new NetworkRun(account, folder.getRoot().toPath());
        everything = EVERYTHING.replace(
                "SUBNETS", String.join(", ", account.subnets().subList(0, 2)));
    }

    private static String all(String action) {
        return ALL.lines().map(line -> action + " " + line).collect(Collectors.joining("\n"));
    }

    private static String problems(AwsResult result) {
        return result.errors().stream().map(Problem::describe).collect(Collectors.joining("\n"));
    }

    @Test
    public void makesAllOfItOnceAndThenNothing() {
        AwsResult made = run.apply(everything);
        assertEquals(problems(made), Status.SUCCEEDED, made.status());
        assertEquals(all("created"), NetworkRun.told(made));
        assertEquals(List.of(), made.warnings());
        AwsRegion aws = account.aside();
        Map<?, ?> balancer = (Map<?, ?>) ((Map<?, ?>) made.outputs().get("loadBalancers")).get("shop");
        String arn = (String) balancer.get("arn");
        assertTrue(balancer.toString(), ((String) balancer.get("dnsName")).contains("shop"));
        assertEquals(
                "30",
                aws
                        .loadBalancing()
                        .describeLoadBalancerAttributes(request -> request.loadBalancerArn(arn))
                        .attributes()
                        .stream()
                        .filter(each -> each.key().equals("idle_timeout.timeout_seconds"))
                        .findFirst()
                        .orElseThrow()
                        .value());
        Map<String, String> tags = aws
                .loadBalancing()
                .describeTags(request -> request.resourceArns(arn))
                .tagDescriptions()
                .get(0)
                .tags()
                .stream()
                .collect(Collectors.toMap(tag -> tag.key(), tag -> tag.value()));
        assertEquals("shop", tags.get(AwsTags.APPLICATION));
        assertEquals("shop-test", tags.get(AwsTags.CLUSTER));
        assertEquals("blue", tags.get("team"));
        assertTrue(tags.containsKey(AwsTags.OPERATION));

        account.forget();
        AwsResult again = run.apply(everything);
        assertEquals(problems(again), Status.SUCCEEDED, again.status());
        assertEquals(all("unchanged"), NetworkRun.told(again));
        assertEquals(List.of(), run.writes());
    }

    @Test
    public void aDryRunTellsAndWritesNothing() {
        AwsResult plan = run.apply(everything, NetworkRun.request(true));
        assertEquals(problems(plan), Status.SUCCEEDED, plan.status());
        assertEquals(all("created"), NetworkRun.told(plan));
        assertEquals(List.of(), run.writes());
        List<?> changes = (List<?>) plan.outputs().get("changes");
        assertEquals(
                "{kind=SecurityGroup, name=shop-lb, action=created, changes=[+ ingress tcp 80 0.0.0.0/0,"
                        + " + ingress tcp 80 ::/0, + egress tcp 8080 shop-web]}",
                changes.get(0).toString());
        assertEquals(
                "{kind=Listener, name=shop:80, action=created, changes=[action: forward shop-canary 1, shop-web 9,"
                        + " + rule 10 path-pattern /old/* → redirect HTTP_302 #{protocol}://#{host}:#{port}/new?#{query},"
                        + " + rule 20 host-header a.example.com and http-header:X-Beta 1 and http-request-method GET →"
                        + " forward shop-canary]}",
                changes.get(5).toString());
        assertEquals(List.of(), account.leftovers(PeerAccount.REGION));
    }

    @Test
    public void changesWhatDiffersAndLeavesTheRest() {
        run.apply(everything);
        account.forget();
        String changed = everything
                .replace("cidr: 10.0.0.0/8", "cidr: 192.168.0.0/16")
                .replace("description: everyone", "description: all")
                .replace("interval: 10", "interval: 15")
                .replace("deregistrationDelay: 20", "deregistrationDelay: 40")
                .replace("weight: 9", "weight: 5")
                .replace("priority: 10", "priority: 11")
                .replace("team: blue", "team: green");
        AwsResult result = run.apply(changed);
        assertEquals(problems(result), Status.SUCCEEDED, result.status());
        List<?> changes = (List<?>) result.outputs().get("changes");
        assertEquals(
                List.of(
                        "{kind=SecurityGroup, name=shop-lb, action=configured, changes=[~ ingress tcp 80 0.0.0.0/0: all,"
                                + " ~ ingress tcp 80 ::/0: all, tag team: green]}",
                        "{kind=SecurityGroup, name=shop-web, action=configured, changes=[+ ingress icmp 192.168.0.0/16,"
                                + " - ingress icmp 10.0.0.0/8, tag team: green]}",
                        "{kind=TargetGroup, name=shop-web, action=configured, changes=[healthCheck.interval: 10 → 15,"
                                + " attribute deregistration_delay.timeout_seconds: 40, tag team: green]}",
                        "{kind=TargetGroup, name=shop-canary, action=configured, changes=[tag team: green]}",
                        "{kind=LoadBalancer, name=shop, action=configured, changes=[tag team: green]}",
                        "{kind=Listener, name=shop:80, action=configured, changes=[action: forward shop-canary 1, shop-web"
                                + " 9 → forward shop-canary 1, shop-web 5, + rule 11 path-pattern /old/* → redirect HTTP_302"
                                + " #{protocol}://#{host}:#{port}/new?#{query}, - rule 10 path-pattern /old/* → redirect"
                                + " HTTP_302 #{protocol}://#{host}:#{port}/new?#{query}]}"),
                changes.stream().map(Object::toString).toList());
        account.forget();
        assertEquals(all("unchanged"), NetworkRun.told(run.apply(changed)));
        assertEquals(List.of(), run.writes());
    }

    @Test
    public void whatAwsCannotChangeIsRefusedBeforeAnythingIs() {
        run.apply(everything);
        account.forget();
        AwsResult refused = run.apply(everything
                .replace("scheme: internal", "scheme: internet-facing")
                .replace(
                        "name: shop-web\n    protocol: HTTP\n    port: 8080",
                        "name: shop-web\n    protocol: HTTP\n    port: 9090")
                .replace("Balancer of the shop", "Something else")
                .replace("interval: 10", "interval: 15"));
        assertEquals(Status.REFUSED, refused.status());
        assertEquals(
                """
                SecurityGroup eu-central-1/shop-lb: description is Balancer of the shop and can't become Something else: \
                AWS can't change that. Describe one with another name and move over to it, or delete this one first.
                TargetGroup eu-central-1/shop-web: port is 8080 and can't become 9090: \
                AWS can't change that. Describe one with another name and move over to it, or delete this one first.
                LoadBalancer eu-central-1/shop: scheme is internal and can't become internet-facing: \
                AWS can't change that. Describe one with another name and move over to it, or delete this one first.""",
                problems(refused));
        assertEquals(List.of(), run.writes());
    }

    @Test
    public void whatIsNotOursIsChangedOnlyWhereTheDescriptionAdoptsIt() {
        String id = account.aside()
                .ec2()
                .createSecurityGroup(request ->
                        request.groupName("theirs").description("theirs").vpcId(account.vpc()))
                .groupId();
        String description = "securityGroups: [{name: theirs, ingress: [{ports: 22, cidr: 10.0.0.0/8}]}]";
        AwsResult refused = run.apply(description);
        assertEquals(
                "SecurityGroup eu-central-1/theirs: It was not made by Spin Delivery, and is not as described."
                        + " If it may be changed, say adopt: true.",
                problems(refused));
        assertEquals(List.of(), run.writes());
        AwsResult adopted = run.apply("adopt: true\n" + description);
        assertEquals(problems(adopted), Status.SUCCEEDED, adopted.status());
        assertEquals(Map.of("theirs", id), adopted.outputs().get("securityGroups"));
        assertEquals("unchanged SecurityGroup theirs", NetworkRun.told(run.apply(description)));
    }

    @Test
    public void rulesAndListenersThatAreNotNamedGoOrAreKept() {
        run.apply(everything);
        AwsResult kept = run.apply(
                """
                securityGroups:
                  - name: shop-web
                    keepOtherRules: true
                    ingress: [{ports: 22, cidr: 10.1.0.0/16}]
                loadBalancers:
                  - name: shop
                    keepOtherListeners: true
                    listeners: []
                """);
        assertEquals(problems(kept), Status.SUCCEEDED, kept.status());
        assertEquals("configured SecurityGroup shop-web\nunchanged LoadBalancer shop", NetworkRun.told(kept));
        AwsResult gone = run.apply(
                """
                securityGroups:
                  - name: shop-web
                    ingress: [{ports: 22, cidr: 10.1.0.0/16}]
                loadBalancers:
                  - name: shop
                    listeners: [{port: 81, protocol: HTTP, fixedResponse: {status: 503, body: later}}]
                """);
        assertEquals(
                "configured SecurityGroup shop-web\nunchanged LoadBalancer shop\n"
                        + "unchanged Listener shop:81\ndeleted Listener shop:80",
                NetworkRun.told(gone));
        List<?> changes = (List<?>) gone.outputs().get("changes");
        assertTrue(changes.toString(), changes.get(0).toString().contains("- ingress icmp 10.0.0.0/8"));
    }

    @Test
    public void namesThatNothingHasAreToldTogether() {
        AwsResult refused = run.apply(
                """
                securityGroups: [{name: a, ingress: [{ports: 22, group: nobody}]}]
                loadBalancers:
                  - name: b
                    subnets: [subnet-0123456789abcdef0]
                    listeners: [{port: 80, protocol: HTTP, forward: nothing}]
                """);
        assertEquals(Status.REFUSED, refused.status());
        assertEquals(
                """
                There is no security group nobody in region eu-central-1, and the description does not make one. \
                Correct the name, or describe it.
                LoadBalancer eu-central-1/b: scheme is needed, because there is no such load balancer yet and it has to be made.
                There is no subnet subnet-0123456789abcdef0 in region eu-central-1, and the description does not make one. \
                Correct the name, or describe it.""",
                problems(refused));
        assertEquals(List.of(), run.writes());
    }

    @Test
    public void aFailureTakesBackWhatTheRunMade() {
        account.rules().refuse("elasticloadbalancing:CreateListener", 1, 400, "TooManyListeners", "too many");
        AwsResult failed = run.apply(everything);
        assertEquals(Status.FAILED, failed.status());
        assertEquals(
                "AWS refuses elasticloadbalancing:CreateListener in region eu-central-1, because a limit of the account is"
                        + " reached: too many (TooManyListeners). Remove what is not needed any more, or ask AWS for more in"
                        + " Service Quotas.",
                problems(failed));
        assertEquals(
                """
                rolledBack SecurityGroup shop-lb
                rolledBack SecurityGroup shop-web
                rolledBack TargetGroup shop-web
                rolledBack TargetGroup shop-canary
                rolledBack LoadBalancer shop
                skipped Listener shop:80
                skipped Listener shop:81""",
                NetworkRun.told(failed));
        assertEquals(List.of(), account.leftovers(PeerAccount.REGION));
    }

    @Test
    public void aBalancerThatTheRunItselfProtectedIsTakenBack() {
        account.rules().refuse("elasticloadbalancing:CreateListener", 1, 400, "TooManyListeners", "too many");
        AwsResult failed = run.apply(everything.replace(
                "attributes: {idle_timeout.timeout_seconds: 30}", "attributes: {deletion_protection.enabled: true}"));
        assertEquals("aws.limit", failed.errors().get(0).code());
        assertTrue(NetworkRun.told(failed), NetworkRun.told(failed).contains("rolledBack LoadBalancer shop"));
        assertEquals(List.of(), account.leftovers(PeerAccount.REGION));
    }

    @Test
    public void aPrefixListOfTheCustomersIsFoundByItsName() {
        String office = account.aside()
                .ec2()
                .createManagedPrefixList(request -> request.prefixListName("office")
                        .addressFamily("IPv4")
                        .maxEntries(2)
                        .entries(entry -> entry.cidr("192.0.2.0/24")))
                .prefixList()
                .prefixListId();
        AwsResult made =
                run.apply("securityGroups: [{name: a, ingress: [{ports: 22, prefixList: office}], egress: []}]");
        assertEquals(problems(made), Status.SUCCEEDED, made.status());
        assertTrue(
                made.outputs().get("changes").toString(),
                made.outputs().get("changes").toString().contains("+ ingress tcp 22 " + office));
    }

    @Test
    public void whatSomethingOlderUsesStays() {
        run.apply(everything);
        account.rules().refuse("elasticloadbalancing:CreateRule", 1, 400, "TooManyRules", "too many");
        AwsResult failed = run.apply(everything
                .replace(
                        "- {name: shop-canary,",
                        "- {name: shop-new, protocol: HTTP, port: 8080}\n  - {name: shop-canary,")
                .replace(
                        "forward: [{targetGroup: shop-web, weight: 9}, {targetGroup: shop-canary}]",
                        "forward: shop-new")
                .replace("priority: 10", "priority: 11"));
        assertEquals(Status.FAILED, failed.status());
        assertEquals(
                List.of(
                        "TargetGroup eu-central-1/shop-new: It was made just now and is used already by something that was"
                                + " there before, so it stays."),
                failed.warnings().stream().map(Problem::describe).toList());
        assertTrue(NetworkRun.told(failed), NetworkRun.told(failed).contains("created TargetGroup shop-new"));
    }
}
