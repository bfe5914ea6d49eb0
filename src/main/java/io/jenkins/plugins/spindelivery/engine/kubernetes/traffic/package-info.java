/**
 * Which pods the requests go to: attaching ReplicaSets to Services and detaching them, what happens to the older ones
 * after a deploy, and shares of the requests by the routes of the Gateway API. The work is in
 * {@link io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.Traffic},
 * {@link io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.TrafficDeploy} and
 * {@link io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.GatewayRoutes}.
 */
package io.jenkins.plugins.spindelivery.engine.kubernetes.traffic;
