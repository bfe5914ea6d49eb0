package io.jenkins.plugins.spindelivery.engine.aws.peer;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccounts;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegion;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsSettings;
import io.jenkins.plugins.spindelivery.engine.aws.api.SdkAccount;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.ec2.model.Filter;

/**
 * An AWS account of one test. It has two credentials: that of {@link #settings()}, whose calls are recorded and meet the
 * faults of {@link #rules()}, and that of {@link #aside()}, for preparing and looking.
 */
public final class PeerAccount {
    /** What {@link #accounts()} calls it. */
    public static final String NAME = "test";
    /** The usual region. */
    public static final String REGION = "eu-central-1";
    /** The regions that {@link #settings()} allow; the first is {@link #REGION}. */
    public static final List<String> REGIONS = List.of(REGION, "eu-west-1", "us-east-1");
    /** A public image of x86_64, Amazon Linux, in every region. */
    public static final String IMAGE = "ami-0a1b2c3d4e5f60001";
    /** A public image of arm64, Amazon Linux, in every region. */
    public static final String ARM_IMAGE = "ami-0a1b2c3d4e5f60002";

    private final String id;
    private final PeerProxy proxy;
    private final PeerRules rules = new PeerRules();
    private final List<PeerCall> calls = new CopyOnWriteArrayList<>();
    private final Roles roles;
    private final PeerHandler aws;
    private SdkAccount connected;
    private SdkAccount aside;

    PeerAccount(String id, PeerHandler moto, PeerProxy proxy) {
        this.id = id;
        this.proxy = proxy;
        this.roles = new Roles(key -> proxy.bind(key, this::recorded));
        PeerHandler behaved = roles.before(behaved(moto, rules.settings()));
        this.aws = call -> oneByOne(behaved, call);
        proxy.bind(key("TEST"), this::recorded);
        proxy.bind(key("SIDE"), call -> aws.answer(call.account(id)));
    }

    private PeerReply recorded(PeerCall call) throws IOException {
        PeerCall ours = call.account(id);
        calls.add(ours);
        return rules.faults().answer(ours, rules.lag().before(aws));
    }

    /** The rules, of which the first hears of a call first. */
    private static PeerHandler behaved(PeerHandler moto, Settings settings) {
        Instances instances = new Instances(settings);
        Images images = new Images(settings);
        List<PeerRule> rules = List.of(
                new Tokens(),
                new Profiles(),
                new FilterLimit(),
                new EbsKeys(settings),
                new WholeLists(),
                new Commands(settings),
                new UserData(settings),
                new SecurityGroups(settings),
                new Balancers(settings),
                new Groups(settings, instances, images),
                new TargetHealth(settings),
                new TemplateVersions(),
                instances,
                images,
                new Tagging());
        PeerHandler all = moto;
        for (int i = rules.size() - 1; i >= 0; i--) {
            all = rules.get(i).before(all);
        }
        return all;
    }

    /** moto is not made for several calls of one account at once. */
    private synchronized PeerReply oneByOne(PeerHandler moto, PeerCall call) throws IOException {
        return moto.answer(call);
    }

    private String key(String purpose) {
        return "AKIA" + purpose + id;
    }

    /**
     * The account's number.
     *
     * @return 12 digits
     */
    public String id() {
        return id;
    }

    /**
     * Makes a role that may be assumed. No other may.
     *
     * @param name its name
     * @param externalId what has to be said to assume it; empty for nothing
     * @return its ARN
     */
    public String role(String name, String externalId) {
        String arn = "arn:aws:iam::" + id + ":role/" + name;
        roles.add(arn, externalId);
        return arn;
    }

    /**
     * What connects it, as an account that has no role.
     *
     * @return with {@link #REGIONS} and the proxy as endpoint
     */
    public AwsSettings settings() {
        return settings(key("TEST"));
    }

    private AwsSettings settings(String key) {
        return new AwsSettings(
                NAME,
                StaticCredentialsProvider.create(AwsBasicCredentials.create(key, secret())),
                "",
                "",
                REGIONS,
                proxy.address());
    }

    /**
     * The access key of {@link #settings()}.
     *
     * @return its id
     */
    public String accessKey() {
        return key("TEST");
    }

    /**
     * The secret of both credentials, which must be found nowhere.
     *
     * @return the same for the whole account
     */
    public String secret() {
        return "secret-of-" + id + "-that-must-be-found-nowhere";
    }

    /**
     * Where it answers, for programs of their own.
     *
     * @return such as {@code http://127.0.0.1:34567}
     */
    public String endpoint() {
        return proxy.address().toString();
    }

    /**
     * Connects it.
     *
     * @return always the same; it need not be closed
     */
    public synchronized SdkAccount connect() {
        if (connected == null) {
            connected = new SdkAccount(settings());
        }
        return connected;
    }

    /**
     * What operations ask for accounts.
     *
     * @return knows {@link #NAME} alone
     */
    public AwsAccounts accounts() {
        return name -> NAME.equals(name) ? connect() : AwsAccounts.NONE.account(name);
    }

    /**
     * Clients whose calls are recorded and meet faults, as those of an operation.
     *
     * @return in {@link #REGION}
     */
    public AwsRegion region() {
        return connect().region(REGION);
    }

    /**
     * Clients for preparing and looking: their calls meet no faults and are not recorded.
     *
     * @return in {@link #REGION}
     */
    public AwsRegion aside() {
        return aside(REGION);
    }

    /**
     * Clients for preparing and looking: their calls meet no faults and are not recorded.
     *
     * @param region one of {@link #REGIONS}
     */
    public synchronized AwsRegion aside(String region) {
        if (aside == null) {
            aside = new SdkAccount(settings(key("SIDE")));
        }
        return aside.region(region);
    }

    /**
     * A public image that can be launched in every region.
     *
     * @return {@link #IMAGE}
     */
    public String image() {
        return IMAGE;
    }

    /**
     * The default VPC.
     *
     * @return of {@link #REGION}
     */
    public String vpc() {
        return aside().ec2()
                .describeVpcs(request -> request.filters(filter("is-default", "true")))
                .vpcs()
                .get(0)
                .vpcId();
    }

    /**
     * The first of {@link #subnets()}.
     *
     * @return its id
     */
    public String subnet() {
        return subnets().get(0);
    }

    /**
     * The subnets of the default VPC, one for each availability zone.
     *
     * @return of {@link #REGION}, by availability zone
     */
    public List<String> subnets() {
        return aside()
                .ec2()
                .describeSubnets(request -> request.filters(filter("default-for-az", "true")))
                .subnets()
                .stream()
                .sorted((a, b) -> a.availabilityZone().compareTo(b.availabilityZone()))
                .map(subnet -> subnet.subnetId())
                .toList();
    }

    /**
     * What it can be told to do.
     *
     * @return of this account alone
     */
    public PeerRules rules() {
        return rules;
    }

    /**
     * The calls with the credential of {@link #settings()}.
     *
     * @return oldest first, with those that met a fault
     */
    public List<PeerCall> calls() {
        return List.copyOf(calls);
    }

    /**
     * Counts {@link #calls()}.
     *
     * @param action a regular expression, such as {@code ec2:RunInstances}
     * @return how many there were since the start or {@link #forget}
     */
    public int count(String action) {
        return (int)
                calls.stream().filter(call -> call.action().matches(action)).count();
    }

    /** Counts from zero. */
    public void forget() {
        calls.clear();
    }

    /**
     * What there is in a region beyond what a fresh account has.
     *
     * @param region one of {@link #REGIONS}
     * @return such as {@code Instance i-0123 (running)}, sorted; a test that makes things aside takes them off
     */
    public List<String> leftovers(String region) {
        return Leftovers.in(aside(region), id);
    }

    /**
     * A filter of EC2's describing calls.
     *
     * @param name such as {@code tag:Name}
     * @param values of which one must hold
     */
    public static Filter filter(String name, String... values) {
        return Filter.builder().name(name).values(values).build();
    }
}
