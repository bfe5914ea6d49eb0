/**
 * AWS for tests: moto, an emulator, and before it a proxy that adds what moto lacks. {@link
 * io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer} is the JUnit rule, {@link
 * io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount} an isolated account of one test, {@link
 * io.jenkins.plugins.spindelivery.engine.aws.peer.PeerRules} what such an account can be told to do. Each rule of AWS is a
 * {@link io.jenkins.plugins.spindelivery.engine.aws.peer.PeerRule}.
 */
package io.jenkins.plugins.spindelivery.engine.aws.peer;
