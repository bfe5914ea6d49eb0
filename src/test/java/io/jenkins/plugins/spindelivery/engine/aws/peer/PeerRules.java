package io.jenkins.plugins.spindelivery.engine.aws.peer;

import java.time.Duration;

/**
 * What an account of the peer can be told to do. Actions are regular expressions for the names in IAM policies, such as
 * {@code ec2:RunInstances} or {@code ec2:Describe.*}; those of target groups and balancers begin with
 * {@code elasticloadbalancing:}. Each method gives the rules back.
 */
public final class PeerRules {
    private final Faults faults = new Faults();
    private final Lag lag = new Lag();
    private final Settings settings = new Settings();

    PeerRules() {}

    Lag lag() {
        return lag;
    }

    Settings settings() {
        return settings;
    }

    Faults faults() {
        return faults;
    }

    /**
     * How long what takes time in AWS takes here, 100 ms unless it is set: an image is pending, an instance starts, stops or
     * shuts down, a target is initial or draining. It counts for what goes on already, too: an hour and then zero holds
     * things up and lets them go on.
     *
     * @param time as much
     */
    public PeerRules delay(Duration time) {
        settings.delay().set(time);
        return this;
    }

    /**
     * How long an instance, image, security group or launch template that was just made is not known yet: calls that name it
     * say that it is not there, and lists are without it. Zero unless it is set; what is {@link PeerAccount#aside aside}
     * knows everything at once.
     *
     * @param time as much
     */
    public PeerRules lag(Duration time) {
        lag.set(time);
        return this;
    }

    /**
     * How long the snapshots of an image that was just made are not known yet; the image does not name them so long. Zero
     * unless it is set.
     *
     * @param time as much
     */
    public PeerRules snapshotLag(Duration time) {
        lag.setSnapshots(time);
        return this;
    }

    /**
     * Lets images fail that are made from now on.
     *
     * @param name a regular expression for their names
     * @param reason what AWS says about it
     */
    public PeerRules failImages(String name, String reason) {
        settings.imageFailures().put(name, reason);
        return this;
    }

    /**
     * Whether instances that are launched from now on run their user data: on this machine, by bash, in a folder of its own
     * that goes with it, for two minutes at most. It is off unless it is switched on.
     *
     * <p>What the script writes to {@code /dev/console}, or to its standard output, is the instance's console output.
     * {@code shutdown}, {@code poweroff} and {@code halt} stop the instance, or terminate it if it was launched so.
     * {@code apt-get}, {@code dnf} and {@code yum} only say what they were asked. {@code SPIN_PEER_INSTANCE} and
     * {@code SPIN_PEER_REGION} say where the script runs. Stopping or terminating the instance kills it.
     *
     * @param run whether they do
     */
    public PeerRules runUserData(boolean run) {
        settings.userDataRuns(run);
        return this;
    }

    /**
     * Whether running instances have an agent of Systems Manager, as they do unless it is switched off. Commands run as user
     * data does, see {@link #runUserData}.
     *
     * @param run whether they do
     */
    public PeerRules agents(boolean run) {
        settings.agents(run);
        return this;
    }

    /**
     * The key that encrypts volumes and images when none is named, in all regions; AWS's own unless it is set.
     *
     * @param key its ARN
     */
    public PeerRules ebsKey(String key) {
        settings.ebsKey(key);
        return this;
    }

    /**
     * Lets Auto Scaling groups fail to launch instances of an image: a scaling activity says why, again and again.
     *
     * @param image its id
     * @param reason what AWS says about it
     */
    public PeerRules failLaunches(String image, String reason) {
        settings.launchFailures().put(image, reason);
        return this;
    }

    /**
     * Lets the instances of an image fail their health checks: as targets they are unhealthy, and in an Auto Scaling group
     * too when it goes by its balancers or has none. The group does not replace them.
     *
     * @param image its id
     * @param reason what AWS says about it
     */
    public PeerRules unhealthy(String image, String reason) {
        settings.sick().put(image, reason);
        return this;
    }

    /**
     * Lets an image be launched and be healthy again.
     *
     * @param image its id
     */
    public PeerRules healthy(String image) {
        settings.launchFailures().remove(image);
        settings.sick().remove(image);
        return this;
    }

    /**
     * Lets shares of all calls fail, by chance, the same way for the same seed and order of calls.
     *
     * @param throttled are refused before they do anything, such as 0.1
     * @param broken get a 500 before they do anything
     * @param lost are carried out and never answered
     * @param seed of the chance
     */
    public PeerRules shares(double throttled, double broken, double lost, long seed) {
        faults.shares(throttled, broken, lost, seed);
        return this;
    }

    /**
     * Carries out the next calls of an action and never answers them.
     *
     * @param action which
     * @param times how often
     */
    public PeerRules loseReply(String action, int times) {
        return loseReply(action, 0, times);
    }

    /**
     * Carries out some calls of an action and never answers them.
     *
     * @param action which
     * @param skip how many are answered before
     * @param times how often
     */
    public PeerRules loseReply(String action, int skip, int times) {
        faults.force(action, skip, times, Faults::lose);
        return this;
    }

    /**
     * Throttles the next calls of an action, in the words of its service.
     *
     * @param action which
     * @param times how often
     */
    public PeerRules throttle(String action, int times) {
        faults.force(action, 0, times, Faults::throttle);
        return this;
    }

    /**
     * Refuses the next calls of an action; a quota is such a refusal, too.
     *
     * @param action which
     * @param times how often; a large number for always
     * @param status of HTTP, such as 400
     * @param code such as {@code VcpuLimitExceeded}
     * @param message for people
     */
    public PeerRules refuse(String action, int times, int status, String code, String message) {
        faults.force(action, 0, times, (call, next) -> PeerReply.error(call, status, code, message));
        return this;
    }

    /**
     * Takes a right from the account's credential: its calls get 403, as IAM has it.
     *
     * @param action which
     */
    public PeerRules deny(String action) {
        faults.deny(action);
        return this;
    }

    /** Gives all rights back. */
    public PeerRules allowAll() {
        faults.allow();
        return this;
    }

    /**
     * Lets each call take longer.
     *
     * @param time as much
     */
    public PeerRules latency(Duration time) {
        faults.latency(time);
        return this;
    }

    /** Ends all faults and gives all rights back. */
    public PeerRules calm() {
        faults.calm();
        return this;
    }
}
