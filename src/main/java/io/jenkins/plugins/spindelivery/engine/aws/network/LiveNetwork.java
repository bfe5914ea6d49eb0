package io.jenkins.plugins.spindelivery.engine.aws.network;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegion;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.ManagedPrefixList;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** What is there now, as far as anybody asks for it; asked of AWS once in each move. */
final class LiveNetwork implements Ids {
    private static final String VPC_ID = "vpc-id";
    private static final String NAME_TAG = "tag:Name";

    private final AwsRegion region;
    private final NetworkDescription description;
    private final Map<String, Object> known = new HashMap<>();

    /**
     * Nothing is asked yet.
     *
     * @param region where to look
     * @param description what is going to be made, and may be named although it is not there
     */
    LiveNetwork(AwsRegion region, NetworkDescription description) {
        this.region = region;
        this.description = description;
    }

    @SuppressWarnings("unchecked")
    private <T> T once(String question, Supplier<T> ask) {
        if (!known.containsKey(question)) {
            known.put(question, ask.get());
        }
        return (T) known.get(question);
    }

    private ElasticLoadBalancingV2Client balancing() {
        return region.loadBalancing();
    }

    @Override
    public String vpc(String asked) {
        return once("vpc " + asked, () -> {
            Filter filter = asked == null
                    ? filter("is-default", "true")
                    : filter(asked.startsWith("vpc-") ? VPC_ID : NAME_TAG, asked);
            List<Vpc> found = region.ec2()
                    .describeVpcs(request -> request.filters(filter))
                    .vpcs();
            if (asked == null && found.isEmpty()) {
                throw wrong("aws.network-no-default-vpc", region.name());
            }
            return one("VPC", asked, found.stream().map(Vpc::vpcId).toList());
        });
    }

    @Override
    public String subnet(String vpc, String asked) {
        boolean id = asked.startsWith("subnet-");
        return once("subnet " + vpc + " " + asked, () -> {
            List<Filter> filters = id
                    ? List.of(filter("subnet-id", asked))
                    : List.of(filter(NAME_TAG, asked), filter(VPC_ID, vpc(vpc)));
            List<Subnet> found = region.ec2()
                    .describeSubnets(request -> request.filters(filters))
                    .subnets();
            return one("subnet", asked, found.stream().map(Subnet::subnetId).toList());
        });
    }

    @Override
    public String group(String vpc, String asked) {
        if (asked.startsWith("sg-")) {
            return once("group " + asked, () -> {
                List<SecurityGroup> found = region.ec2()
                        .describeSecurityGroups(request -> request.filters(filter("group-id", asked)))
                        .securityGroups();
                return one(
                        "security group",
                        asked,
                        found.stream().map(SecurityGroup::groupId).toList());
            });
        }
        return securityGroup(vpc, asked)
                .map(SecurityGroup::groupId)
                .or(() -> description.group(asked).map(described -> NEW + asked))
                .orElseThrow(() -> wrong("aws.network-not-there", "security group", asked, region.name()));
    }

    @Override
    public String targetGroup(String asked) {
        if (asked.startsWith("arn:")) {
            return asked;
        }
        return liveTargetGroup(asked)
                .map(TargetGroup::targetGroupArn)
                .or(() -> description.targetGroup(asked).map(described -> NEW + asked))
                .orElseThrow(() -> wrong("aws.network-not-there", "target group", asked, region.name()));
    }

    @Override
    public String prefixList(String asked) {
        if (asked.startsWith("pl-")) {
            return asked;
        }
        return once("prefix list " + asked, () -> {
            // Those of AWS and of customers; the older call tells those of AWS alone.
            List<ManagedPrefixList> found = region.ec2()
                    .describeManagedPrefixLists(request -> request.filters(filter("prefix-list-name", asked)))
                    .prefixLists();
            return one(
                    "prefix list",
                    asked,
                    found.stream().map(ManagedPrefixList::prefixListId).toList());
        });
    }

    private String one(String what, String asked, List<String> found) {
        if (found.isEmpty()) {
            throw wrong("aws.network-not-there", what, asked, region.name());
        }
        if (found.size() > 1) {
            throw wrong("aws.network-several", what, asked, region.name(), String.join(", ", found));
        }
        return found.get(0);
    }

    private static ProblemException wrong(String code, Object... arguments) {
        return new ProblemException(Category.INPUT, Problem.of(code, "", arguments));
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }

    /** A security group by its name in a VPC. */
    Optional<SecurityGroup> securityGroup(String vpc, String name) {
        return once("named group " + vpc + " " + name, () -> region
                .ec2()
                .describeSecurityGroups(
                        request -> request.filters(filter("group-name", name), filter(VPC_ID, vpc(vpc))))
                .securityGroups()
                .stream()
                .findFirst());
    }

    /** A target group by its name. */
    Optional<TargetGroup> liveTargetGroup(String name) {
        return once(
                "target group " + name,
                () -> found(() -> balancing()
                        .describeTargetGroups(request -> request.names(name))
                        .targetGroups()));
    }

    /** A load balancer by its name. */
    Optional<LoadBalancer> balancer(String name) {
        return once(
                "balancer " + name,
                () -> found(() -> balancing()
                        .describeLoadBalancers(request -> request.names(name))
                        .loadBalancers()));
    }

    /** AWS refuses to describe by a name that nothing has. */
    private static <T> Optional<T> found(Supplier<List<T>> ask) {
        try {
            return ask.get().stream().findFirst();
        } catch (AwsFault e) {
            if (e.isNotFound()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The tags of a balancer or a target group. */
    Map<String, String> tags(String arn) {
        return once("tags " + arn, () -> {
            Map<String, String> tags = new LinkedHashMap<>();
            balancing()
                    .describeTags(request -> request.resourceArns(arn))
                    .tagDescriptions()
                    .forEach(of -> of.tags().forEach(tag -> tags.put(tag.key(), tag.value())));
            return tags;
        });
    }

    /** The tags of a security group. */
    static Map<String, String> tags(SecurityGroup group) {
        Map<String, String> tags = new LinkedHashMap<>();
        group.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
        return tags;
    }

    /** A target group's attributes. */
    Map<String, String> attributesOfTargetGroup(String arn) {
        return once("attributes " + arn, () -> {
            Map<String, String> attributes = new LinkedHashMap<>();
            balancing()
                    .describeTargetGroupAttributes(request -> request.targetGroupArn(arn))
                    .attributes()
                    .forEach(each -> attributes.put(each.key(), each.value()));
            return attributes;
        });
    }

    /** A load balancer's attributes. */
    Map<String, String> attributesOfBalancer(String arn) {
        return once("attributes " + arn, () -> {
            Map<String, String> attributes = new LinkedHashMap<>();
            balancing()
                    .describeLoadBalancerAttributes(request -> request.loadBalancerArn(arn))
                    .attributes()
                    .forEach(each -> attributes.put(each.key(), each.value()));
            return attributes;
        });
    }

    /** A load balancer's listeners. */
    List<Listener> listeners(String balancer) {
        return once(
                "listeners " + balancer,
                () ->
                        balancing()
                                .describeListenersPaginator(request -> request.loadBalancerArn(balancer))
                                .listeners()
                                .stream()
                                .toList());
    }

    /** A listener's rules, without the one of its own action. */
    List<Rule> rules(String listener) {
        return once(
                "rules " + listener,
                () -> balancing().describeRulesPaginator(request -> request.listenerArn(listener)).rules().stream()
                        .filter(rule -> !Boolean.TRUE.equals(rule.isDefault()))
                        .toList());
    }

    /** A listener's certificates beside the usual one. */
    List<String> moreCertificates(String listener) {
        return once(
                "certificates " + listener,
                () ->
                        balancing()
                                .describeListenerCertificatesPaginator(request -> request.listenerArn(listener))
                                .certificates()
                                .stream()
                                .filter(certificate -> !Boolean.TRUE.equals(certificate.isDefault()))
                                .map(Certificate::certificateArn)
                                .toList());
    }
}
