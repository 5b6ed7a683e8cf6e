META
key;value
budget;100,50
vote_type;cumulative
rule;greedy
max_sum_points;10
PROJECTS
project_id;cost;votes;score;name;selected
A;40,25;2;12;"Park; etap ""II""";1
B;60.25;1;4;Plac;1
C;10;1;4;Bieg;0
VOTES
voter_id;age;vote;points
1;20;A,B;6,4
2;30;A,C;6,4
3;40;None;None
4;40;;
